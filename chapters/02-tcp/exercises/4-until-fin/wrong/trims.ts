// 应得的诊断：wrong-print
// 看出来的检查：whole
// 想错的地方：习惯性地去掉了开头和末尾的空格。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const pieces: Buffer[] = [];

socket.on('data', (piece) => pieces.push(piece));
socket.on('error', () => {
  console.log('没有听完');
  process.exit(1);
});

socket.on('end', () => {
  const whole = Buffer.concat(pieces);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8').trim()}`);
});
