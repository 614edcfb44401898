// Where a page behind a port is: the folder in which each port of its lesson is one, and its own port.

const [, folder, here] = /^(.*\/port\/[\w-]+\/)(\d+)\//.exec(location.href) ?? ["", "", ""];

export { folder, here };
