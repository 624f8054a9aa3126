// 应得的诊断：half-is-not-whole
// 看出来的检查：broken
// 想错的地方：以为连接关上了就是话说完了，断开也当作说完。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

socket.on('data', (chunk) => chunks.push(chunk));

socket.on('close', () => {
  const whole = Buffer.concat(chunks);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8')}`);
});

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
