// 一段文字有多宽：没有浏览器，只能按字的类别估。
//
// 汉字和全角标点占一个字高，这一点所有中文字体都一样；拉丁字母取无衬线字体的平均数。
// 估得略有出入不要紧：带字母的行另写 textLength，浏览器会照着排。

const fullWidth = /[\u1100-\u115f\u2018-\u201d\u2026\u2e80-\u303e\u3041-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const narrow = /[\s!'(),.:;I[\]fijlrt|]/;
const broad = /[%&@MWmw]/;

/**
 * @param {string} text
 * @param {number} size 字号，像素
 * @returns {number} 宽度，像素
 */
export function textWidth(text, size) {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width * size;
}

function characterWidth(character) {
  if (fullWidth.test(character)) return 1;
  if (narrow.test(character)) return 0.32;
  if (broad.test(character)) return 0.86;
  return 0.58;
}
