package workshop.docs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import workshop.docs.Page.Block;

/**
 * Makes slides of a page: one HTML file that needs no other file and no network. A slide begins at each heading. Where
 * the page shows a picture or a failure in characters, the slide has the picture of the same run.
 */
final class Slides {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Memo workshop</title>
            <style>
            :root{--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--shade:#f6f8fa;--link:#0969da}
            @media(prefers-color-scheme:dark){:root{--ink:#f0f6fc;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;\
            --shade:#151b23;--link:#4493f8}}
            body{margin:0;background:var(--paper);color:var(--ink);font:clamp(16px,2.1vw,34px)/1.45 system-ui,sans-serif}
            section{box-sizing:border-box;min-height:100vh;padding:4vh 6vw;display:flex;flex-direction:column;\
            justify-content:center}
            @media screen{.turned section:not(.now){display:none}}
            h1{font-size:2.4em;margin:0}h2{font-size:1.5em;margin:0 0 .5em}p,ul,table,pre,figure{margin:.4em 0}
            li{margin:.3em 0}code{font-family:ui-monospace,Consolas,monospace;font-size:.85em;\
            overflow-wrap:anywhere}
            pre{background:var(--shade);border-radius:6px;padding:.6em .9em;overflow-x:auto;font-size:.8em;\
            line-height:1.4}
            figure+pre{font-size:.52em;white-space:pre-wrap}
            figure svg{width:100%;height:auto;max-height:43vh}
            table{border-collapse:collapse}th,td{padding:.25em .8em;border-bottom:1px solid var(--line)}
            footer{position:fixed;right:1rem;bottom:.5rem;color:var(--soft);font-size:14px}
            @media print{@page{size:landscape;margin:1cm}body{font-size:15pt}footer{display:none}\
            section{min-height:0;height:100vh;padding:0;break-after:page;break-inside:avoid}}
            </style>
            </head>
            <body>
            <main>
            """;

    private static final String TAIL = """
            </section>
            </main>
            <footer aria-live="polite"></footer>
            <script>
            'use strict'
            const slides = [...document.querySelectorAll('section')]
            const now = () => Math.min(Math.max(1, parseInt(location.hash.slice(1)) || 1), slides.length)
            const show = () => {
              slides.forEach((slide, i) => slide.classList.toggle('now', i + 1 === now()))
              document.querySelector('footer').textContent = now() + ' / ' + slides.length
              scrollTo(0, 0)
            }
            const turns = {ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1,
              Home: -Infinity, End: Infinity}
            addEventListener('keydown', event => {
              const turn = turns[event.key]
              if (!turn || event.ctrlKey || event.altKey || event.metaKey) return
              event.preventDefault()
              location.hash = Math.min(Math.max(1, now() + turn), slides.length)
            })
            addEventListener('hashchange', show)
            document.documentElement.classList.add('turned')
            show()
            </script>
            </body>
            </html>
            """;

    private Slides() {}

    /** The slides. Runs all that the page shows. */
    static String of(Page page) throws IOException {
        Node document = Parser.builder().extensions(TABLES).build().parse(String.join("\n", page.lines()));
        Deque<Block> blocks = new ArrayDeque<>(page.blocks());
        for (Node node : children(document)) {
            if (node instanceof Heading) {
                node.insertBefore(html(node.getPrevious() == null ? "<section>" : "</section>\n<section>"));
            } else if (node instanceof FencedCodeBlock) {
                draw(blocks.remove(), node);
            }
        }
        return HEAD + HtmlRenderer.builder().extensions(TABLES).build().render(document) + TAIL;
    }

    /** Draws what the block shows, if it is a run; the picture of the demo says all that its characters say. */
    private static void draw(Block block, Node code) throws IOException {
        if (block.kind().equals("picture") || block.kind().equals("failure")) {
            code.insertBefore(html("<figure>" + RealThing.svg(block) + "</figure>"));
        }
        if (block.kind().equals("picture")) {
            code.unlink();
        }
    }

    private static List<Node> children(Node parent) {
        return Stream.iterate(parent.getFirstChild(), Objects::nonNull, Node::getNext).toList();
    }

    private static HtmlBlock html(String text) {
        HtmlBlock block = new HtmlBlock();
        block.setLiteral(text);
        return block;
    }
}
