// 应得的诊断：crashed
// 看出来的检查：broken
// 想错的地方：没有 `error` 监听者，断开时整个进程崩溃。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

socket.on('data', (chunk) => chunks.push(chunk));

socket.on('end', () => {
  const whole = Buffer.concat(chunks);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8')}`);
});
