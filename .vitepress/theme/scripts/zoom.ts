// 放大一张图：一个 <dialog>，按钮、滚轮（按住 Ctrl 或在触摸板上捏合）、两指都能缩放。
// 拖动用浏览器自己的滚动；Esc 关闭、焦点回到原处，是 <dialog> 自带的。

const smallest = 0.25;
const largest = 6;
const buttonStep = 1.4;
const padding = 32;

export function openZoom(figure: SVGSVGElement): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'zoom';
  dialog.setAttribute('aria-label', figure.getAttribute('aria-label') ?? '图');
  const svg = figure.cloneNode(true) as SVGSVGElement;
  const stage = document.createElement('div');
  stage.className = 'zoom-stage';
  stage.tabIndex = 0;
  stage.append(svg);
  const zoom = createZoom(stage, svg);
  dialog.append(toolbar(dialog, zoom), stage);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  zoom.open();
  installWheel(stage, zoom);
  installPinch(stage, zoom);
}

interface Zoom {
  /** 刚打开时：整张图尽量大，但字不小于原大，放不下就滚动。 */
  open(): void;
  /** 整张图都放进窗口，字小一点也行：先看全貌，再放大一处。 */
  fit(): void;
  /** 以屏幕上的一点为中心缩放；不写就是舞台正中。 */
  by(factor: number, x?: number, y?: number): void;
}

function createZoom(stage: HTMLElement, svg: SVGSVGElement): Zoom {
  const { width, height } = svg.viewBox.baseVal;
  let scale = 1;
  const whole = (): number => Math.min((stage.clientWidth - padding) / width, (stage.clientHeight - padding) / height);
  const apply = (wanted: number): void => {
    scale = Math.min(largest, Math.max(smallest, wanted));
    svg.setAttribute('style', `width:${width * scale}px;max-width:none`);
  };
  return {
    open: () => apply(Math.max(1, whole())),
    fit: () => apply(whole()),
    by(factor, x, y) {
      const box = stage.getBoundingClientRect();
      const atX = (x ?? box.left + box.width / 2) - box.left;
      const atY = (y ?? box.top + box.height / 2) - box.top;
      const before = scale;
      apply(scale * factor);
      const grown = scale / before;
      stage.scrollLeft = (stage.scrollLeft + atX) * grown - atX;
      stage.scrollTop = (stage.scrollTop + atY) * grown - atY;
    },
  };
}

function toolbar(dialog: HTMLDialogElement, zoom: Zoom): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'zoom-bar';
  const title = document.createElement('p');
  title.textContent = dialog.getAttribute('aria-label');
  const button = (text: string, label: string, action: () => void): HTMLButtonElement => {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = text;
    element.setAttribute('aria-label', label);
    element.addEventListener('click', action);
    return element;
  };
  bar.append(
    title,
    button('－', '缩小', () => zoom.by(1 / buttonStep)),
    button('＋', '放大', () => zoom.by(buttonStep)),
    button('适合窗口', '适合窗口', () => zoom.fit()),
    button('关闭', '关闭', () => dialog.close()),
  );
  return bar;
}

function installWheel(stage: HTMLElement, zoom: Zoom): void {
  stage.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom.by(Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
  }, { passive: false });
}

function installPinch(stage: HTMLElement, zoom: Zoom): void {
  let apart = 0;
  const distance = ([a, b]: Touch[]): number => Math.hypot(a!.clientX - b!.clientX, a!.clientY - b!.clientY);
  stage.addEventListener('touchmove', (event) => {
    const fingers = [...event.touches];
    if (fingers.length !== 2) return;
    event.preventDefault();
    const now = distance(fingers);
    if (apart > 0) zoom.by(now / apart, (fingers[0]!.clientX + fingers[1]!.clientX) / 2, (fingers[0]!.clientY + fingers[1]!.clientY) / 2);
    apart = now;
  }, { passive: false });
  stage.addEventListener('touchend', () => {
    apart = 0;
  });
}
