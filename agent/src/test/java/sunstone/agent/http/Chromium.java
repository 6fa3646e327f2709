package sunstone.agent.http;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The Chromium of this machine. {@code .ci/run} installs it where it is missing. */
public final class Chromium implements AutoCloseable {
    /** Limit of every wait, milliseconds: a machine may be busy. */
    public static final double LIMIT_MS = 30_000;

    private final Playwright playwright;
    private final Browser browser;

    public Chromium() {
        Path chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Chromium is missing (Debian: apt install chromium)"));
        Awaitility.setDefaultTimeout(Duration.ofMillis((long) LIMIT_MS));
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--js-flags=--expose-gc")));
    }

    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
