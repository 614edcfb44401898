import sys
from pathlib import Path

# vectors and the tiling check are shared by protocols, dissectors and oracles
sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("vectors", "dissectors", "oracles")]
