package sunstone.agent.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.agent.http.Chromium;
import sunstone.agent.scan.Mode;
import sunstone.simulators.broker.EmbeddedBroker;

/** The page in a real Chromium on a live demo. {@code .ci/run} installs Chromium where it is missing. */
class CockpitIT {
    private static final int BATCH = 4;

    private static Chromium chromium;
    private static Browser browser;
    private static EmbeddedBroker broker;

    private final List<String> errors = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // every test opens both first
    private LiveDemo demo;

    @SuppressWarnings("NullAway.Init")
    private Page page;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
        browser = chromium.browser();
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
        broker.close();
    }

    @AfterEach
    void stop() {
        browser.contexts().forEach(BrowserContext::close);
        demo.close();
        assertThat(errors).isEmpty();
    }

    private Page open(Mode mode, int budget, double speed, int batch) throws InterruptedException {
        demo = LiveDemo.start(broker, mode, batch, null).scan(budget, speed);
        page = visit();
        return page;
    }

    private Page visit() {
        Page p = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 800))
                .newPage();
        p.setDefaultTimeout(Chromium.LIMIT_MS);
        p.onConsoleMessage(m -> {
            if (m.type().equals("error") && !m.text().contains("status of 409")) { // a refusal is no fault of the page
                errors.add(m.text());
            }
        });
        p.onPageError(errors::add);
        p.navigate(demo.url());
        awaitRevision(p, 1);
        return p;
    }

    private static int revision(Page p) {
        return Integer.parseInt(Optional.ofNullable(p.locator(".pane").first().getAttribute("data-revision"))
                .orElse("0"));
    }

    /** Waits until every pane shows this revision or a newer one. */
    private static void awaitRevision(Page p, int least) {
        p.waitForFunction(
                "least => [...document.querySelectorAll('.pane')].every(x => +x.dataset.revision >= least)", least);
    }

    private static Set<String> listed(Page p) {
        // the page draws once per frame: what was done before this call shows after the next
        p.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
        Set<String> pixels = new TreeSet<>();
        for (String text : p.locator("ol.points li span:nth-child(2)").allInnerTexts()) {
            pixels.add(text.replace("row ", "").replace(" col ", ""));
        }
        return pixels;
    }

    private void awaitCommands(int n) {
        await().atMost(Duration.ofSeconds(30)).until(() -> demo.commands().size() == n);
    }

    @Test
    void maps_newPoints_appearAndUpdateWithoutReload() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        page.evaluate("window.sameDocument = true");
        assertThat(page.locator(".pane")).hasCount(4);
        assertThat(colours(0)).isGreaterThan(5); // grains, not one flat colour
        assertThat(colours(2)).isGreaterThan(5);

        page.click("#approve");

        awaitRevision(page, 2);
        awaitCommands(1);
        await().until(() -> demo.measured().size() == BATCH);
        assertThat(page.locator("#progress dd").first()).containsText(BATCH + " / 200");
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        page.click("#tab-log");
        assertThat(page.locator("#panel-log")).containsText("points commanded");
    }

    @Test
    void light_firstRounds_saysWhatIsTakenForGrantedAndThenLearnt() throws Exception {
        open(Mode.AUTO, 40, 20, BATCH);

        page.click("#tab-light");
        page.locator(".pane select").first().selectOption("registration");

        assertThat(page.locator("#light-verdict"))
                .containsText(java.util.regex.Pattern.compile(
                        "taken for granted: the points do not contradict it|learnt from the points"));
        assertThat(page.locator("#panel-light dl")).containsText("\u00b1");
        assertThat(page.locator(".pane").first()).containsText("red light as it came");
        await().until(() -> colours(0) > 5);
    }

    /** How many different colours a pane's picture shows, its overlay and background included. */
    private int colours(int pane) {
        return ((Number) page.evaluate(
                        "k => { const c = document.querySelectorAll('.pane canvas.map')[k];"
                                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const s = new Set();"
                                + " for (let i = 0; i < d.length; i += 64) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return s.size; }",
                        pane))
                .intValue();
    }

    @Test
    void approve_reachesTheInstrumentExactly() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        await().until(() -> listed(page).size() == BATCH);
        Set<String> proposed = listed(page);

        page.click("#approve");

        awaitCommands(1);
        assertThat(demo.commanded()).isEqualTo(proposed);
        await().until(() -> demo.measured().equals(proposed));
    }

    @Test
    void deny_withReason_measuresNothingAndProposesOthers() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        Set<String> proposed = listed(page);

        page.click("#deny");
        page.fill("#dialog input", "scratch");
        page.click("#dialog button.main");

        awaitRevision(page, 2);
        await().until(() -> !listed(page).isEmpty() && !listed(page).equals(proposed));
        assertThat(listed(page)).doesNotContainAnyElementsOf(proposed);
        assertThat(demo.commands()).isEmpty();
        page.click("#tab-log");
        assertThat(page.locator("#panel-log")).containsText("scratch");
    }

    @Test
    void edit_markerDraggedAndPointAdded_measuresThose() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        Set<String> proposed = listed(page);
        page.click("#edit");
        Locator canvas = page.locator(".pane canvas.map").first();
        canvas.click(new Locator.ClickOptions().setTrial(true)); // in view and free
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Shift+ArrowRight");
        canvas.hover(new Locator.HoverOptions().setPosition(218, 150));
        page.keyboard().press("A");
        await().until(() -> listed(page).size() == BATCH + 1);
        Set<String> edited = listed(page);
        assertThat(edited).isNotEqualTo(proposed);

        page.click("#approve");

        awaitCommands(1);
        assertThat(demo.commanded()).isEqualTo(edited);
    }

    @Test
    void approve_overtakenWhileEditing_isRefusedAndSaysWhy() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        Page other = visit();
        page.click("#edit");
        String standing = (String) page.evaluate(
                "fetch('api/v1/scans/scan/suggestions').then(r => r.json()).then(s => s[0].suggestionId)");

        other.click("#approve");
        awaitRevision(page, 2);

        assertThat(page.locator("#approve")).isDisabled();
        assertThat(page.locator("#why-not")).containsText("overtaken by revision 2");
        Object refused = page.evaluate(
                "id => fetch('api/v1/scans/scan/decisions', {method: 'POST', headers: {'Content-Type': 'application/json'},"
                        + " body: JSON.stringify({suggestionId: id, verdict: 'approve'})})"
                        + ".then(async r => r.status + ' ' + (await r.json()).detail)",
                standing);
        assertThat((String) refused).startsWith("409").contains("decided before");
        awaitCommands(1);
    }

    @Test
    void pause_inAuto_stopsCommandsWithinOneBatch() throws Exception {
        open(Mode.AUTO, 400, 2, BATCH);
        await().until(() -> demo.commands().size() >= 2);

        page.click("#pause");
        assertThat(page.locator("#doing")).containsText("Paused");
        int atPause = demo.commands().size();
        await().atMost(Duration.ofSeconds(30)).until(() -> demo.measured().equals(demo.commanded()));
        awaitQuiet();

        assertThat(demo.commands().size()).isLessThanOrEqualTo(atPause + 1);
        page.click("#pause");
        int before = demo.commands().size();
        await().until(() -> demo.commands().size() > before);
    }

    /** Until the last measurements have led to their map: what was to be commanded would have been by then. */
    private void awaitQuiet() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ((Number)
                                        page.evaluate(
                                                "fetch('api/v1/scans/scan').then(r => r.json()).then(s => s.points + s.pending.length)"))
                                .intValue()
                        >= demo.measured().size() - 3); // one point in a hundred is not indexed
    }

    @Test
    void stop_confirmed_endsTheProposals() throws Exception {
        open(Mode.AUTO, 400, 2, BATCH);

        page.click("#stop");
        page.click("#dialog button.main");

        page.click("#tab-points");
        assertThat(page.locator("#why-not")).containsText("stopped by page");
        assertThat(page.locator("#stop")).isDisabled();
        await().until(() -> demo.measured().equals(demo.commanded()));
    }

    @Test
    void reload_midScan_keepsWhatWasThere() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        page.fill("#operator", "Ada");
        page.locator("#operator").blur();
        page.click("#theme");
        page.click("#approve");
        awaitRevision(page, 2);
        page.click("#edit"); // so that nothing changes meanwhile but by us
        Set<String> before = listed(page);

        page.reload();
        awaitRevision(page, 2);

        await().until(() -> listed(page).equals(before));
        assertThat(page.locator("#operator")).hasValue("Ada");
        assertThat((Boolean) page.evaluate("document.documentElement.classList.contains('light')"))
                .isTrue();
        page.click("#tab-log");
        assertThat(page.locator("#panel-log")).containsText("by Ada");
    }

    @Test
    void twoBrowsers_changesOfOne_showInTheOther() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        Page other = visit();
        page.click("#approve");
        awaitRevision(page, 2);
        awaitRevision(other, 2);

        await().until(() -> listed(page).equals(listed(other)));
        page.click("[data-mode=shadow]");

        assertThat(other.locator("[data-mode=shadow]")).hasAttribute("aria-checked", "true");
        assertThat(other.locator("#why-not")).containsText("shadow");
        assertThat(revision(other)).isEqualTo(revision(page));
    }

    @Test
    void keyboardOnly_wholeRound() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        Set<String> first = listed(page);

        page.keyboard().press("d");
        page.keyboard().type("too close to the edge");
        page.keyboard().press("Enter");
        awaitRevision(page, 2);
        await().until(() -> !listed(page).equals(first));
        page.keyboard().press("e");
        page.keyboard().press("n");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowDown");
        Set<String> edited = listed(page);
        page.keyboard().press("a");
        awaitCommands(1);
        assertThat(demo.commanded()).isEqualTo(edited);
        awaitRevision(page, 3);
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("Enter");
        assertThat(page.locator("#pixel-head")).containsText("row");
        assertThat(page.locator("#panel-pixel svg")).hasCount(2);
        page.keyboard().press("+");
        page.keyboard().press("0");
        page.keyboard().press(" ");
        assertThat(page.locator("#doing")).containsText("Paused");
        page.keyboard().press(" ");
        assertThat(page.locator("#pause")).hasText("Pause");
        page.keyboard().press("?");
        assertThat(page.locator("#dialog")).containsText("approve the suggestion");
        page.keyboard().press("Escape");
        page.keyboard().press("S");
        page.keyboard().press("Enter");
        assertThat(page.locator("#stop")).isDisabled();
    }

    @Test
    void forbiddenRegion_drawn_getsNoPoints() throws Exception {
        open(Mode.ADVISE, 200, 4, BATCH);
        Locator canvas = page.locator(".pane canvas.map").first();
        double height = canvas.boundingBox().height;
        double x = canvas.boundingBox().x; // a map lies at the left of its field
        double y = canvas.boundingBox().y;
        page.click("#forbid");

        page.mouse().move(x + 3, y + 3);
        page.mouse().down();
        page.mouse().move(x + height / 2, y + height / 3);
        page.mouse().move(x + height - 3, y + height / 2); // the upper half
        page.mouse().up();
        page.fill("#dialog input", "upper half");
        page.click("#dialog button.main");

        awaitRevision(page, 2);
        await().until(() -> listed(page).stream()
                .noneMatch(p -> Integer.parseInt(p.substring(0, p.indexOf(','))) < LiveDemo.SIZE / 2 - 1));
        assertThat(listed(page)).hasSize(BATCH);
        assertThat(page.locator("#clear")).isEnabled();
    }

    @Test
    void twoHundredUpdates_memoryAndNodes_doNotGrow() throws Exception {
        open(Mode.AUTO, 260, 40, 1);
        CDPSession cdp = page.context().newCDPSession(page);
        cdp.send("Performance.enable");
        awaitServed(40);
        double[] early = sizes(cdp);

        awaitServed(240);
        double[] late = sizes(cdp);

        assertThat(late[0]).as("heap, MiB").isLessThan(early[0] + 10);
        assertThat(late[1]).as("DOM nodes").isLessThan(early[1] + 600); // the log grows to its limit
    }

    private void awaitServed(int revision) {
        page.waitForFunction(
                "r => +document.querySelector('.pane').dataset.revision >= r",
                revision,
                new Page.WaitForFunctionOptions().setTimeout(10 * Chromium.LIMIT_MS));
    }

    private double[] sizes(CDPSession cdp) {
        page.evaluate("gc()");
        JsonArray metrics = cdp.send("Performance.getMetrics").getAsJsonArray("metrics");
        double heap = 0;
        double nodes = 0;
        for (JsonElement m : metrics) {
            String name = m.getAsJsonObject().get("name").getAsString();
            double value = m.getAsJsonObject().get("value").getAsDouble();
            heap = name.equals("JSHeapUsedSize") ? value / (1 << 20) : heap;
            nodes = name.equals("Nodes") ? value : nodes;
        }
        return new double[] {heap, nodes};
    }
}
