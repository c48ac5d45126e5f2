// A board whose cards can be dragged with a mouse or pen; with the keyboard their buttons do the same. The cards are drawn by the
// page: what is dragged carries data-card, where it may fall data-column. After a move the focus follows the card.
import { createElement as h, useEffect, useRef } from "react";

export function TaskBoard({ moved, count, said, children, onMoved }) {
  const box = useRef(null);
  const dragged = useRef("");
  const seen = useRef(count);

  const mark = (column) => {
    for (const each of box.current?.querySelectorAll("[data-column]") ?? []) {
      each.classList.toggle("is-over", each === column);
    }
  };
  const start = (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!card || card.getAttribute("draggable") !== "true") return;
    dragged.current = card.dataset.card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.textContent);
  };
  const over = (event) => {
    const column = event.target.closest?.("[data-column]");
    if (!dragged.current || !column) return mark(null);
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    mark(column);
  };
  const drop = (event) => {
    const column = event.target.closest?.("[data-column]");
    const card = dragged.current;
    end();
    if (!column || !card) return;
    event.preventDefault();
    onMoved?.(card, column.dataset.column);
  };
  const end = () => {
    dragged.current = "";
    mark(null);
  };

  useEffect(() => {
    if (count === seen.current) return;
    seen.current = count;
    if (moved) document.getElementById(`card-${moved}`)?.focus();
  }, [count, moved]);

  return h(
    "div",
    { ref: box, className: "board", onDragStart: start, onDragOver: over, onDrop: drop, onDragEnd: end },
    h("p", { role: "status", className: "unseen", key: "said" }, said),
    children,
  );
}
