// Connects to a port again and again and echoes, on Debian's node-ws.
const WebSocket = require('/usr/share/nodejs/ws');
const [port, times, maxPayload] = process.argv.slice(2).map(Number);

function connect(left) {
  if (left === 0) return;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, {
    maxPayload,
    perMessageDeflate: { threshold: 0 },
  });
  socket.on('message', (data, binary) => socket.send(data, { binary }, () => {}));
  socket.on('error', () => {});
  socket.on('close', () => connect(left - 1));
}

connect(times);
