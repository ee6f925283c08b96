// An echo server on Debian's node-ws; prints its port when it listens.
const { WebSocketServer } = require('/usr/share/nodejs/ws');
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  maxPayload: Number(process.argv[2]),
  perMessageDeflate: { threshold: 0 },
});
server.on('listening', () => console.log(server.address().port));
server.on('connection', (socket) => {
  socket.on('message', (data, binary) => socket.send(data, { binary }, () => {}));
  socket.on('error', () => {});
});
