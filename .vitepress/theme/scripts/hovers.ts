// 指着或用键盘走到一个来自 Node 的名字，旁边显示它的签名。
// 全站共用一个提示框，事件都挂在 document 上：换页不必重新安装。
// 网页里只有签名的代号；签名的表，指针或焦点进了一段代码才下载，走到名字时多半已经来了。

const gapPx = 6;
const marginPx = 12;
let tip: HTMLElement | undefined;
let signatures: Promise<Record<string, string>> | undefined;
let shownFor: HTMLElement | undefined;

export function installHovers(): void {
  document.addEventListener('pointerover', (event) => follow(event.target));
  document.addEventListener('focusin', (event) => follow(event.target));
  document.addEventListener('focusout', hide);
  document.addEventListener('scroll', afterScroll, { capture: true, passive: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
}

function follow(target: EventTarget | null): void {
  if (!(target instanceof Element) || target === tip) return;
  if (target.closest('.shiki')) loadSignatures().catch(() => {});
  const name = target.closest<HTMLElement>('.hover[data-type]');
  if (name) void show(name);
  else if (shownFor !== document.activeElement) hide();
}

function loadSignatures(): Promise<Record<string, string>> {
  signatures ??= import('virtual:hover-table').then(
    (module) => module.default,
    (error: unknown) => {
      // 没有下载下来：下一次再试
      signatures = undefined;
      throw error;
    },
  );
  return signatures;
}

/** 先把名字和提示框连上，签名来了再露面：没有字的框不闪。 */
async function show(name: HTMLElement): Promise<void> {
  if (shownFor === name) return;
  hide();
  tip ??= createTip();
  tip.textContent = '';
  name.setAttribute('aria-describedby', tip.id);
  shownFor = name;
  const signature = await loadSignatures().then((all) => all[name.dataset['type']!], () => undefined);
  if (shownFor !== name) return;
  if (signature === undefined) return hide();
  tip.textContent = signature;
  tip.hidden = false;
  place(tip, name.getBoundingClientRect());
}

function hide(): void {
  if (!tip || !shownFor) return;
  tip.hidden = true;
  shownFor.removeAttribute('aria-describedby');
  shownFor = undefined;
}

/** 页面滚动，提示跟着名字走：键盘走到一个名字时，页面正会滚动到它那里。名字滚出屏幕就收起。 */
function afterScroll(): void {
  if (!tip || tip.hidden || !shownFor) return;
  const name = shownFor.getBoundingClientRect();
  if (name.bottom < 0 || name.top > window.innerHeight) hide();
  else place(tip, name);
}

function createTip(): HTMLElement {
  const element = document.createElement('div');
  element.id = 'hover-tip';
  element.className = 'hover-tip';
  element.hidden = true;
  element.setAttribute('role', 'tooltip');
  return document.body.appendChild(element);
}

/** 放在名字上方；上方放不下，就放下方；左右不出屏幕。 */
function place(element: HTMLElement, name: DOMRect): void {
  const above = name.top - element.offsetHeight - gapPx;
  const rightmost = document.documentElement.clientWidth - element.offsetWidth - marginPx;
  element.style.top = `${above >= marginPx ? above : name.bottom + gapPx}px`;
  element.style.left = `${Math.max(marginPx, Math.min(name.left, rightmost))}px`;
}
