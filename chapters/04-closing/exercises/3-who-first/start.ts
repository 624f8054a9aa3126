// 练习 04-closing/3：谁先说完
// 运行：ss -t -a -n | npx tsx answers/04-closing/3-who-first.ts
// 检查：npm run learn check 04-closing/3
//
// 现在的程序一律答「还没有人说完」。

import { createInterface } from 'node:readline';

function answer(row: string): string {
  // 还没有做：从状态看出是哪一头先说完的。
  void row;
  return '还没有人说完';
}

const rows = createInterface({ input: process.stdin });
rows.on('line', (row) => {
  if (row.trim() === '' || row.startsWith('State')) return;
  console.log(answer(row));
});
