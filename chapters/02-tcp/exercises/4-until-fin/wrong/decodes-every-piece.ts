// 应得的诊断：cut-character
// 看出来的检查：cut
// 想错的地方：每来一块就解码一次，断在两块里的汉字成了 U+FFFD。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let text = '';
let bytes = 0;

socket.on('data', (chunk) => {
  text += chunk.toString('utf8');
  bytes += chunk.length;
});

socket.on('end', () => {
  console.log(`收到 ${bytes} 字节：${text}`);
});

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
