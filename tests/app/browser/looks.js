// What a designer looks for on a page. Every function gives what is wrong, in words; looks.py calls them.
(which, given) => {
  const shown = (e) => {
    const s = getComputedStyle(e),
      r = e.getBoundingClientRect();
    return (
      s.visibility !== "hidden" &&
      s.display !== "none" &&
      r.width > 1 &&
      r.height > 1 &&
      !e.closest(".hidden, [hidden]")
    );
  };
  const written = (e) => (e.textContent || e.value || "").trim().slice(0, 40);
  const said = (e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") || ""} "${written(e)}"`;
  const writes = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  // What lies over the page hides what is under it: a dialog that is open, or else the page.
  const layer =
    document.querySelector("dialog[open]") ||
    document.querySelector(".veil") ||
    document.querySelector(".story") ||
    document.querySelector(".workshop");
  const all = (selector) => [...layer.querySelectorAll(selector)].filter(shown);
  const wrong = [];

  const asked = {
    layout: ({ tall, may_scroll }) => {
      const root = document.documentElement,
        w = innerWidth,
        h = innerHeight;
      if (root.scrollWidth > w) wrong.push(`the page is ${root.scrollWidth} px wide`);
      if (!tall && root.scrollHeight > h) wrong.push(`the page is ${root.scrollHeight} px high`);
      for (const e of all(".panel, .card, .levers .group, .foot, .top, .player")) {
        const r = e.getBoundingClientRect();
        if (r.right > w + 1 || r.left < -1 || (!tall && (r.bottom > h + 1 || r.top < -1)))
          wrong.push(`outside: ${said(e)}`);
      }
      for (const e of all("*:not(svg *)")) {
        const s = getComputedStyle(e),
          free = e.closest(may_scroll);
        if (["auto", "scroll"].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 1 && !free)
          wrong.push(`scrolls: ${said(e)}`);
        if (writes(e) && s.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1 && !e.title && !free)
          wrong.push(`cut: ${said(e)}`);
        if (s.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 2 && e.textContent.trim())
          wrong.push(`cut below: ${said(e)}`);
        if (
          writes(e) &&
          !free &&
          (e.getBoundingClientRect().right > w + 1 || e.getBoundingClientRect().left < -1)
        )
          wrong.push(`off the page: ${said(e)}`);
      }
      const pen = document.createElement("canvas").getContext("2d");
      for (const e of all("select")) {
        pen.font = getComputedStyle(e).font;
        const text = (e.selectedOptions[0] || {}).textContent || "";
        if (!e.title && pen.measureText(text.trim()).width > e.clientWidth - 24)
          wrong.push(`cut without a title: ${text}`);
      }
      return [...new Set(wrong)];
    },

    drawings: () => {
      for (const drawing of all("svg")) {
        const box = drawing.getBoundingClientRect();
        const texts = [...drawing.querySelectorAll("text")]
          .filter((e) => e.textContent.trim().length > 1 && !e.classList.contains("unknown"))
          .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
          .filter(([, r]) => r.width);
        texts.forEach(([one, a], i) => {
          if (
            a.right > box.right + 3 ||
            a.left < box.left - 3 ||
            a.top < box.top - 3 ||
            a.bottom > box.bottom + 3
          )
            wrong.push(`outside: ${one}`);
          for (const [other, b] of texts.slice(i + 1)) {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left),
              down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 2 && down > 0.25 * Math.min(a.height, b.height))
              wrong.push(`"${one}" lies on "${other}"`);
          }
        });
      }
      return [...new Set(wrong)];
    },

    small: ([html, svg]) => {
      for (const e of all("*:not(svg *)")) {
        const size = parseFloat(getComputedStyle(e).fontSize);
        if (writes(e) && size < html && !e.classList.contains("a")) wrong.push(`${size} px: ${said(e)}`);
      }
      for (const e of all("svg text")) {
        const size = parseFloat(getComputedStyle(e).fontSize);
        if (size < svg) wrong.push(`${size.toFixed(1)} px: ${e.textContent.trim()}`);
      }
      return [...new Set(wrong)];
    },

    nameless: (controls) => {
      const name = (e) => {
        const by = (e.getAttribute("aria-labelledby") || "")
          .split(" ")
          .map((id) => (document.getElementById(id) || {}).textContent || "")
          .join(" ");
        const labels = [...(e.labels || [])].map((one) => one.textContent).join(" ");
        const own = ["INPUT", "SELECT", "TEXTAREA"].includes(e.tagName) ? "" : e.textContent;
        return e.getAttribute("aria-label") || by.trim() || labels.trim() || own.trim() || e.title || "";
      };
      const letters = /[\p{L}\p{N}]/u;
      for (const e of all(controls))
        if (e.getAttribute("aria-hidden") !== "true" && !letters.test(name(e)))
          wrong.push(`no name: ${said(e)} ${e.outerHTML.slice(0, 90)}`);
      for (const e of all("svg[role]"))
        if (!letters.test(e.getAttribute("aria-label") || ""))
          wrong.push(`no name: ${e.outerHTML.slice(0, 90)}`);
      for (const e of all("svg:not([role])"))
        if (!e.closest("[aria-hidden=true]"))
          wrong.push(`a drawing without a role: ${e.outerHTML.slice(0, 90)}`);
      const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
      ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => wrong.push(`twice on the page: id ${id}`));
      return wrong;
    },

    pale: () => {
      const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const d = pen.getImageData(0, 0, 1, 1).data;
        return [d[0], d[1], d[2], d[3] / 255];
      };
      const over = ([r, g, b, a], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
      const light = (rgb) => {
        const [r, g, b] = rgb.map((v) => {
          v /= 255;
          return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (e) => {
        const above = [];
        for (let n = e; n; n = n.parentElement) above.push(n);
        return above
          .reverse()
          .reduce((under, n) => over(rgba(getComputedStyle(n).backgroundColor), under), [255, 255, 255]);
      };
      // Under a text of a drawing lies what is painted there: its panel, and the shapes between.
      const drawnGround = (e) => {
        const r = e.getBoundingClientRect(),
          s = getComputedStyle(e),
          panel = ground(e.ownerSVGElement.parentElement);
        if (s.paintOrder.startsWith("stroke") && s.stroke !== "none") return over(rgba(s.stroke), panel);
        return document
          .elementsFromPoint(r.x + r.width / 2, r.y + r.height / 2)
          .reverse()
          .filter((n) => n !== e && n.ownerSVGElement === e.ownerSVGElement)
          .map((n) => [getComputedStyle(n), n])
          .filter(([n, at]) => at.tagName !== "text" && n.fill !== "none" && !n.fill.startsWith("url"))
          .reduce((under, [n]) => {
            const [r, g, b, a] = rgba(n.fill);
            return over([r, g, b, a * n.fillOpacity * n.opacity], under);
          }, panel);
      };
      const faded = (e) => {
        let all = 1;
        for (let n = e; n; n = n.parentElement) all *= +getComputedStyle(n).opacity;
        return all;
      };
      for (const e of all("*")) {
        if (!writes(e) || e.closest(":disabled, option, defs, title")) continue;
        const s = getComputedStyle(e),
          drawn = !!e.ownerSVGElement,
          size = parseFloat(s.fontSize),
          bold = +s.fontWeight >= 700;
        const under = drawn ? drawnGround(e) : ground(e),
          [r, g, b, a] = rgba(drawn ? s.fill : s.color);
        const [one, other] = [light(over([r, g, b, a * faded(e)], under)), light(under)].sort(
          (x, y) => y - x,
        );
        const sign = !/[\p{L}\p{N}]/u.test(e.textContent);
        const ratio = (one + 0.05) / (other + 0.05),
          needed = sign || size >= 24 || (size >= 18.66 && bold) ? 3 : 4.5;
        if (ratio < needed - 0.01) wrong.push(`${ratio.toFixed(2)} < ${needed}: ${said(e)}`);
      }
      return [...new Set(wrong)];
    },

    tiny: ([controls, least, free]) => {
      for (const e of all(controls)) {
        if (e.closest(free) || (e.tagName === "DIV" && !e.getAttribute("role")) || e.disabled) continue;
        const box = (
          ["INPUT"].includes(e.tagName) &&
          e.labels &&
          e.labels.length &&
          ["radio", "checkbox", "file"].includes(e.type)
            ? e.labels[0]
            : e
        ).getBoundingClientRect();
        if (Math.min(box.width, box.height) < least - 0.5)
          wrong.push(`${box.width.toFixed(0)} x ${box.height.toFixed(0)}: ${said(e)}`);
      }
      return [...new Set(wrong)];
    },

    // Where the focus is, whether a ring shows it, and in which area of the page.
    focused: (areas) => {
      const e = document.activeElement,
        s = getComputedStyle(e);
      const area = [
        ...document.querySelectorAll(
          ".workshop .top, .workshop .foot, .stage > div, .people > .player, .stage .player",
        ),
      ]
        .reverse()
        .find((one) => one.contains(e));
      return {
        at: window.stops.indexOf(e),
        tag: e.tagName,
        area: area ? areas.find((name) => area.classList.contains(name)) : "",
        ring: parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none",
        range: e.type === "range" || !!e.ownerSVGElement || e.type === "radio",
      };
    },

    // What the keyboard must reach, by its place in window.stops.
    reachable: () =>
      (window.stops = [
        ...document.querySelectorAll(
          ".workshop button, .workshop input, .workshop select, .workshop a[href], .workshop [tabindex='0']",
        ),
      ].filter(
        (e) =>
          !e.disabled &&
          e.tabIndex >= 0 &&
          e.getBoundingClientRect().width > 0 &&
          getComputedStyle(e).visibility !== "hidden" &&
          !(e.type === "radio" && !e.checked),
      )).map((e, at) => [at, e.outerHTML.slice(0, 80)]),
  };
  return asked[which](given);
};
