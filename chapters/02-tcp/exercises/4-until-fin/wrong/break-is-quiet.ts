// 应得的诊断：wrong-exit-code
// 看出来的检查：broken
// 想错的地方：断开只打印了一句，退出码还是 0。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

socket.on('data', (chunk) => chunks.push(chunk));

socket.on('end', () => {
  const whole = Buffer.concat(chunks);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8')}`);
});

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
});
