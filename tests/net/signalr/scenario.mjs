// What the official client does with a hub of ours, in Node and in a page: the same words for both.

const failure = (promise) => promise.then(() => "", (error) => error.message);
const first = (connection, name) => new Promise((resolve) => connection.on(name, resolve));

/** A connection that pings soon, and comes back at once. */
function built(signalR, url) {
  const again = { nextRetryDelayInMilliseconds: ({ previousRetryCount }) => previousRetryCount && 50 };
  const connection = new signalR.HubConnectionBuilder().withUrl(url).withAutomaticReconnect(again)
    .configureLogging(signalR.LogLevel.None).build();
  connection.keepAliveIntervalInMilliseconds = 50;
  return connection;
}

/** What comes of a stream, to its end, or to as many items as are wanted. */
function streamed(connection, most, ...call) {
  return new Promise((resolve) => {
    const items = [];
    const subscription = connection.stream(...call).subscribe({
      next: (item) => {
        items.push(item);
        if (items.length === most) subscription.dispose(), resolve(items);
      },
      complete: () => resolve([...items, "complete"]),
      error: (error) => resolve([...items, error.message]),
    });
  });
}

/** All of it; `say` tells that the server may be restarted. */
export async function scenario(signalR, url, say) {
  const connection = built(signalR, url);
  connection.on("answer", (what) => (what === "throw" ? Promise.reject(new Error("no")) : `${what}!`));
  await connection.start();
  const found = { sum: await connection.invoke("Add", 40, 2), void: await connection.invoke("Say", "x") ?? null };
  found.error = await failure(connection.invoke("Fail"));
  found.unknown = await failure(connection.invoke("Nothing"));
  const said = first(connection, "said");
  await connection.send("Say", "€ and \u001e");
  found.said = await said;
  found.asked = await connection.invoke("Ask", "why");
  found.refused = await failure(connection.invoke("Ask", "throw"));
  found.counted = await streamed(connection, 9, "Count", 2);
  found.failed = await streamed(connection, 9, "Count", 3);
  found.disposed = await streamed(connection, 1, "Endless");
  const back = new Promise((resolve) => connection.onreconnected(resolve)), before = connection.connectionId;
  await say("restart");
  found.back = before !== await back && await connection.invoke("Add", 1, 1);
  const again = new Promise((resolve) => connection.onreconnected(resolve));
  const why = new Promise((resolve) => connection.onreconnecting((error) => resolve(error.message)));
  connection.send("Leave");
  found.why = await why;
  await again;
  connection.serverTimeoutInMilliseconds = 60;  // the server is silent from here on, but for its completions
  await connection.invoke("Add", 1, 1);
  await new Promise((resolve) => connection.onreconnecting((error) => resolve((found.silent = error.message))));
  await connection.stop();
  return found;
}
