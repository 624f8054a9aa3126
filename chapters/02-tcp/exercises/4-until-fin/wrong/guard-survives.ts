// 应得的诊断：never-ends
// 看出来的检查：whole
// 想错的地方：怕对方一直不说完，登记了一个计时器，说完了却忘了取消。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

socket.on('data', (chunk) => chunks.push(chunk));
setTimeout(() => socket.destroy(), 60_000);

socket.on('end', () => {
  const whole = Buffer.concat(chunks);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8')}`);
});

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
