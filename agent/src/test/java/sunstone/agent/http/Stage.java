package sunstone.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;

/**
 * The real server of the page, before which a test plays scenes, and a browser that looks at them through a wire that
 * can be held.
 */
final class Stage implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ScanViews views = new ScanViews();
    private final ScriptedDoor door;
    private final ScriptedLetters letters = new ScriptedLetters();
    private final Wire wire;
    private final BrowserContext context;
    private final List<String> errors = new ArrayList<>();

    Stage(Browser browser, Mode mode, Browser.NewContextOptions options) {
        door = new ScriptedDoor(mode);
        CockpitServer server = new CockpitServer(
                "127.0.0.1",
                0,
                null,
                door,
                views,
                letters,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                null);
        get(vertx.deployVerticle(server));
        wire = new Wire(server.port());
        context = browser.newContext(options);
    }

    ScriptedDoor door() {
        return door;
    }

    ScanViews views() {
        return views;
    }

    ScriptedLetters letters() {
        return letters;
    }

    Wire wire() {
        return wire;
    }

    BrowserContext context() {
        return context;
    }

    void post(ScanView view) {
        views.post(view);
    }

    String url() {
        return "http://localhost:" + wire.port();
    }

    /** Opens the page; a fault in it fails the test. */
    Page page() {
        Page page = context.newPage();
        page.setDefaultTimeout(Chromium.LIMIT_MS);
        page.onPageError(errors::add);
        page.navigate(url());
        return page;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        context.close();
        wire.close();
        get(vertx.close());
        assertThat(errors).isEmpty();
    }
}
