// Where the browser finds a server of this kernel. On the kernel's own machine that is 127.0.0.1; on any other (a Hub,
// a container, a tunnel) it is the Jupyter server's proxy, at <base_url>proxy/PORT/. A classic script in a cell's
// output, beside what it fills in; where no JupyterLab is around it, the kernel is taken to be on this machine.

(() => {
  const box = /** @type {HTMLElement} */ (document.currentScript?.parentElement);
  const { port, path } = box.dataset;
  const link = /** @type {HTMLAnchorElement} */ (box.querySelector("a"));
  const frame = box.querySelector("iframe");
  const config = document.getElementById("jupyter-config-data")?.textContent;
  if (config) go(link.href, new URL(`${JSON.parse(config).baseUrl}proxy/${port}${path}`, location.href).href);
  else if (frame) frame.src = link.href;

  /** @param {string} direct @param {string} proxied */
  async function go(direct, proxied) {
    const near = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
    const found = near && (await answers(direct)) ? direct : (await answers(proxied)) ? proxied : null;
    link.href = found ?? direct;
    if (found && frame) frame.src = found;
    /** @type {HTMLElement} */ (box.querySelector("[role=status]")).textContent = found
      ? ""
      : "Nobody answers. Run the cell again; if the kernel runs on another machine, install jupyter-server-proxy there.";
  }

  /** Whether somebody answers there; of another origin a script learns no more. @param {string} url */
  async function answers(url) {
    const mode = new URL(url).origin === location.origin ? "same-origin" : "no-cors";
    try {
      const reply = await fetch(url, { mode, cache: "no-store", signal: AbortSignal.timeout(5000) });
      return reply.ok || reply.type === "opaque";
    } catch {
      return false;
    }
  }
})();
