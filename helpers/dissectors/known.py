"""The explainers and contents that the course brings along: a line for each."""

from helpers.dissectors.contents.engineio import SOCKETIO_TARGET, explain_engineio
from helpers.dissectors.contents.eventstream import event_stream_item_end, explain_event_stream
from helpers.dissectors.contents.form import explain_form
from helpers.dissectors.contents.jsontext import explain_json
from helpers.dissectors.contents.ndjson import explain_ndjson, ndjson_item_end
from helpers.dissectors.contents.registry import register as register_content
from helpers.dissectors.contents.registry import register_items
from helpers.dissectors.contents.signalr import SIGNALR_TARGET, explain_signalr
from helpers.dissectors.engineio.session import engineio_session
from helpers.dissectors.explainers import explainer, register
from helpers.dissectors.http1.explainer import Http1Explainer
from helpers.dissectors.http2.explainer import Http2Explainer
from helpers.dissectors.signalr.session import signalr_session
from helpers.dissectors.ties import register as register_tie
from helpers.dissectors.tls.records import RecordExplainer
from helpers.dissectors.websocket.frames import FrameExplainer

__all__ = ["explainer"]

register("http1", Http1Explainer)
register("websocket", FrameExplainer)
register("tls", RecordExplainer)
register("http2", Http2Explainer)

register_content(explain_json, text=True)
register_content(explain_form, media_type="application/x-www-form-urlencoded")
for media_type in ("application/x-ndjson", "application/ndjson", "application/jsonl"):
    register_content(explain_ndjson, media_type=media_type)
    register_items(ndjson_item_end, media_type=media_type)
register_content(explain_event_stream, media_type="text/event-stream")
register_items(event_stream_item_end, media_type="text/event-stream")
for target in (SOCKETIO_TARGET, "/engine.io/"):
    register_content(explain_engineio, target=target)
register_content(explain_signalr, target=SIGNALR_TARGET)
register_tie(engineio_session)
register_tie(signalr_session)
