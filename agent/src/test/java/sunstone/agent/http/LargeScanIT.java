package sunstone.agent.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.scan.Mode;

/**
 * A large scan on the page: every pane comes, a click on a pixel is answered, the wheel and dragging work. How long
 * that takes is told and not judged, since a machine may be busy.
 */
class LargeScanIT {
    private static final Logger LOG = LoggerFactory.getLogger(LargeScanIT.class);

    /** 95th percentile of the time from an event to the end of the frame that shows it, milliseconds. */
    private static final String P95 =
            "async wheel => { const c = document.querySelector('.pane canvas.map'), b = c.getBoundingClientRect();"
                    + " const at = k => ({clientX: b.x + 150 + k % 40, clientY: b.y + 150, pointerId: 1, bubbles: true, cancelable: true});"
                    + " const frame = () => new Promise(r => requestAnimationFrame(() => setTimeout(r)));"
                    + " c.setPointerCapture = () => {}; const times = [];"
                    + " if (!wheel) c.dispatchEvent(new PointerEvent('pointerdown', at(0)));"
                    + " for (let k = 0; k < 60; k++) { const t = performance.now();"
                    + " c.dispatchEvent(wheel ? new WheelEvent('wheel', {...at(0), deltaY: k < 30 ? -60 : 60}) : new PointerEvent('pointermove', at(5 * k)));"
                    + " await frame(); times.push(performance.now() - t); }"
                    + " if (!wheel) c.dispatchEvent(new PointerEvent('pointerup', at(0)));"
                    + " times.sort((x, y) => x - y); return times[56]; }";

    /** Time from a click on a pixel to its story, milliseconds. */
    private static final String CLICK =
            "() => new Promise(done => { const c = document.querySelector('.pane canvas.map'), b = c.getBoundingClientRect();"
                    + " const at = {clientX: b.x + 90, clientY: b.y + 90, pointerId: 1, bubbles: true}; c.setPointerCapture = () => {};"
                    + " const t = performance.now();"
                    + " new MutationObserver((m, o) => { if (document.getElementById('pixel-head')) { o.disconnect(); done(performance.now() - t); } })"
                    + ".observe(document.getElementById('panel-pixel'), {childList: true});"
                    + " c.dispatchEvent(new PointerEvent('pointerdown', at)); c.dispatchEvent(new PointerEvent('pointerup', at)); })";

    @ParameterizedTest
    @ValueSource(ints = {512, 1000})
    void page_largeScan_showsEveryPaneAndAnswers(int side) {
        Scene scene = new Scene();
        scene.side = side;
        scene.policy = "grid";
        scene.frames = 2;
        scene.measured = 4000;
        try (Chromium chromium = new Chromium();
                Stage stage = new Stage(
                        chromium.browser(), Mode.ADVISE, new Browser.NewContextOptions().setViewportSize(1280, 800))) {
            stage.post(scene.view());
            Page page = stage.page();
            for (int pane = 0; pane < 4; pane++) {
                assertThat(page.locator(".pane").nth(pane)).hasAttribute("data-revision", "1");
            }

            double click = ms(page.evaluate(CLICK));
            double zoom = ms(page.evaluate(P95, true));
            double pan = ms(page.evaluate(P95, false));

            assertThat(page.locator("#pixel-head")).containsText("row");
            LOG.info(String.format(
                    Locale.ROOT,
                    "%d x %d: pixel %.0f ms, zoom p95 %.0f ms, pan p95 %.0f ms, at a load of %.1f",
                    side,
                    side,
                    click,
                    zoom,
                    pan,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        }
    }

    private static double ms(Object number) {
        return ((Number) number).doubleValue();
    }
}
