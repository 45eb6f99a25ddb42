package io.github.memoworkshop.memotest.demo;

import io.github.memoworkshop.memotest.Fetch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Fetches a page over HTTP. Thread-safe. */
final class HttpFetch implements Fetch<URI, byte[]> {

    private final Duration timeout;
    private final HttpClient client;

    HttpFetch(Duration timeout) {
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** @throws IOException when the page cannot be had in time or the answer is not 200 */
    @Override
    public byte[] fetch(URI page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(timeout).build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("HTTP status " + response.statusCode());
        }
        return response.body();
    }
}
