// 应得的诊断：waits-by-clock
// 看出来的检查：whole
// 想错的地方：不看 FIN，听两秒，听到多少算多少。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const pieces: Buffer[] = [];

socket.on('data', (piece) => pieces.push(piece));
socket.on('error', () => {
  console.log('没有听完');
  process.exit(1);
});

setTimeout(() => {
  const whole = Buffer.concat(pieces);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8')}`);
  socket.destroy();
}, 2_000);
