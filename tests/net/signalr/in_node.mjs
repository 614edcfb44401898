// The scenario in Node: the address is the argument, "restart" is said on stdout, the result is the last line.
import * as signalR from "@microsoft/signalr";
import { scenario } from "./scenario.mjs";

const found = await scenario(signalR, process.argv[2], (word) => console.log(word));
console.log(JSON.stringify(found));
process.exit(0);
