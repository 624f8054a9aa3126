// 应得的诊断：counts-characters
// 看出来的检查：cut
// 想错的地方：以为字符串的长度就是字节数。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

socket.on('data', (chunk) => chunks.push(chunk));

socket.on('end', () => {
  const whole = Buffer.concat(chunks).toString('utf8');
  console.log(`收到 ${whole.length} 字节：${whole}`);
});

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
