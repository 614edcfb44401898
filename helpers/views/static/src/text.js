// Bytes as text: what values are read as.

/** `81 85 37` @param {Uint8Array} bytes */
export const asHex = (bytes) => Array.from(bytes, (value) => value.toString(16).padStart(2, "0")).join(" ");

/** The bytes read as UTF-8. @param {Uint8Array} bytes */
export const asText = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
