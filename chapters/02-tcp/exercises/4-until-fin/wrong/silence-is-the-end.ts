// 应得的诊断：first-piece
// 看出来的检查：slow
// 想错的地方：以为安静了一会儿就是说完了。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

let quiet: NodeJS.Timeout | undefined;
socket.on('data', (chunk) => {
  chunks.push(chunk);
  clearTimeout(quiet);
  quiet = setTimeout(finish, 200);
});
socket.on('end', finish);

let finished = false;
function finish(): void {
  if (finished) return;
  finished = true;
  clearTimeout(quiet);
  socket.end();
  const whole = Buffer.concat(chunks);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8')}`);
}

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
