// The first script of a page behind a port of a lesson's tab, put there by behind.js: what a service worker does not see, or is not
// told, goes by this.

import { tabFetch } from "./fetching.js";
import { TabRequest } from "./request.js";
import { TabSocket } from "./socket.js";

globalThis.WebSocket = /** @type {any} */ (TabSocket);
globalThis.fetch = tabFetch;
globalThis.XMLHttpRequest = TabRequest;
