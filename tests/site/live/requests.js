// What happens to requests of the class that stands for XMLHttpRequest in a page of a tab's server, and to the browser's own.

async (port) => {
  const there = `../${port}/`;
  const names = ["loadstart", "load", "error", "abort", "timeout", "loadend"];
  const shown = async (body) => {
    if (body instanceof Blob) return [body.type, await body.text()];
    return body instanceof ArrayBuffer ? new TextDecoder().decode(body) : body;
  };

  const told = async (Request) => {
    const heard = [];

    const asked = async (method, address, { send = null, giveUp, header, ...how } = {}) => {
      const request = new Request();
      const came = [];
      request.onreadystatechange = () => came.at(-1) !== request.readyState && came.push(request.readyState);
      for (const name of names) request.addEventListener(name, () => came.push(name));
      const ends = new Promise((end) => request.addEventListener("loadend", end));
      request.open(method, address);
      Object.assign(request, how);
      if (header) request.setRequestHeader(...header);
      request.send(send);
      if (giveUp) request.abort();
      await ends;
      const { readyState, status, statusText, responseURL } = request;
      const said = request.getResponseHeader("X-Said");
      const body = await shown(request.response);
      heard.push([came, readyState, status, statusText, body, said, responseURL.split("/").at(-1)]);
      return request;
    };

    const fails = (act) => {
      try {
        act(new Request());
        heard.push("nothing");
      } catch (error) {
        heard.push(error.name);
      }
    };

    await asked("get", `${there}echo?said=Olé`);
    await asked("POST", `${there}echo`, { send: "Olé", header: ["X-Own", "1"] });
    for (const responseType of ["json", "blob", "arraybuffer", "text"]) {
      await asked("POST", `${there}echo`, { responseType, send: '{"one": 1}' });
    }
    await asked("HEAD", `${there}echo`);
    await asked("GET", `${there}none`);
    await asked("GET", `${there}held`, { giveUp: true });
    await asked("GET", `${there}held`, { timeout: 20 });
    await asked("GET", "../9/"); // where nobody listens
    fails((one) => one.send());
    fails((one) => one.setRequestHeader("a", "b"));
    fails((one) => one.open("TRACE", there));
    fails((one) => (one.open("GET", there), one.send(), one.send()));
    fails((one) => (one.open("GET", there), (one.responseType = "json"), one.responseText));
    const again = await asked("GET", `${there}echo?said=1`);
    again.abort();
    heard.push(again.readyState);
    return heard;
  };

  return [await told(XMLHttpRequest), await told(Object.getPrototypeOf(XMLHttpRequest))];
}
