// A box to sign in with a finger, a pen or a mouse. Points are whole numbers in a box of 1000 × 300, whatever the screen's size.
// Nothing leaves before the button is pressed.
import { createElement as h, useEffect, useRef, useState } from "react";

const WIDTH = 1000, HEIGHT = 300, MOST_POINTS = 5500, MOST_STROKES = 190, FEWEST = 8;

export function SignaturePad({ label, act, again, onSigned }) {
  const canvas = useRef(null);
  const strokes = useRef([]);
  const drawing = useRef(false);
  const [points, setPoints] = useState(0);

  const draw = () => {
    const box = canvas.current;
    if (!box) return;
    const pen = box.getContext("2d");
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.lineWidth = 7;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(box).color;
    for (const stroke of strokes.current) {
      pen.beginPath();
      stroke.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    }
  };
  useEffect(draw, []);

  const count = () => strokes.current.reduce((sum, stroke) => sum + stroke.length, 0);
  const at = (event) => {
    const box = canvas.current.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  };
  const down = (event) => {
    if (strokes.current.length >= MOST_STROKES || count() >= MOST_POINTS) return;
    event.preventDefault();
    canvas.current.setPointerCapture(event.pointerId);
    drawing.current = true;
    strokes.current.push([at(event)]);
    draw();
  };
  const move = (event) => {
    if (!drawing.current || count() >= MOST_POINTS) return;
    const stroke = strokes.current[strokes.current.length - 1];
    const [x, y] = at(event);
    const [lastX, lastY] = stroke[stroke.length - 1];
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < 4) return;
    stroke.push([x, y]);
    draw();
  };
  const up = () => {
    drawing.current = false;
    setPoints(count());
  };
  const clear = () => {
    strokes.current = [];
    setPoints(0);
    draw();
  };
  const sign = () => onSigned?.(JSON.stringify(strokes.current));

  return h(
    "div",
    { className: "stack tight" },
    h("canvas", {
      ref: canvas, width: WIDTH, height: HEIGHT, className: "signature-pad", role: "img", "aria-label": label,
      onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: up,
    }),
    h(
      "div",
      { className: "row wrap" },
      h("button", { type: "button", className: "button main", disabled: points < FEWEST, onClick: sign }, act),
      h("button", { type: "button", className: "button plain", disabled: points === 0, onClick: clear }, again),
    ),
  );
}
