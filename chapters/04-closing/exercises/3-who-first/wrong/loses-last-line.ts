// 应得的诊断：loses-row
// 看出来的检查：wide
// 想错的地方：最后一行没有换行，就不答了。
const localFirst = new Set(['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT']);
const remoteFirst = new Set(['CLOSE-WAIT', 'LAST-ACK']);

function answer(row: string): string {
  const [state = '', , , local = '', remote = ''] = row.trim().split(/\s+/);
  if (localFirst.has(state)) return `先说完的是 ${local}`;
  if (remoteFirst.has(state)) return `先说完的是 ${remote}`;
  return '还没有人说完';
}

let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
  const rows = (text + chunk).split('\n');
  text = rows.pop()!;
  for (const row of rows) if (row.trim() !== '' && !row.startsWith('State')) console.log(answer(row));
});
