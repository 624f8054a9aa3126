// 应得的诊断：misses-mark
// 看出来的检查：pieces
// 想错的地方：每一块单独切成行，断在两块里的（完）就认不出来了。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const lines: string[] = [];

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  lines.push(...chunk.split('\n').slice(0, -1));
});

socket.on('error', (error) => console.error(`连接出错：${error.message}`));

socket.on('close', () => {
  const last = lines.indexOf('（完）');
  if (last >= 0) {
    console.log(`听完了，一共 ${last} 行`);
    return;
  }
  console.log('没有听完');
  process.exitCode = 1;
});
