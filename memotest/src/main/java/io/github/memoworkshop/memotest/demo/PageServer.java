package io.github.memoworkshop.memotest.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web server of four slow pages on the loopback interface, so that the demo needs no network.
 *
 * <p>Thread-safe. It answers any number of requests side by side, each after the same delay.
 */
final class PageServer implements AutoCloseable {

    private static final Map<String, Integer> BYTES_BY_PATH =
            Map.of("/latch", 1_205, "/lock", 7_690, "/map", 4_351, "/thread", 11_071);

    private final Duration delay;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "page-server");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts to serve on a free port. */
    PageServer(Duration delay) throws IOException {
        this.delay = delay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The paths of its pages, in alphabetical order. */
    static List<String> paths() {
        return BYTES_BY_PATH.keySet().stream().sorted().toList();
    }

    /** The addresses of its pages, in alphabetical order. */
    List<URI> pages() {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        String server = "http://" + host + ":" + this.server.getAddress().getPort();
        return paths().stream().map(path -> URI.create(server + path)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Thread.sleep(delay.toMillis());
            Integer bytes = BYTES_BY_PATH.get(exchange.getRequestURI().getPath());
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, bytes);
                exchange.getResponseBody().write(new byte[bytes]);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
