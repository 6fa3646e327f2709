package sunstone.agent.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.Activity;
import sunstone.agent.view.ScanPace;
import sunstone.agent.view.ScanView;
import sunstone.connectors.message.Control;

/** What the page says of a scan at given moments: the real server and page, scans played by the test. */
class CockpitPageIT {
    private static Chromium chromium;

    @SuppressWarnings("NullAway.Init") // every test opens both first
    private Stage stage;

    @SuppressWarnings("NullAway.Init")
    private Page page;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private Page open(Mode mode, Scene... scenes) {
        return open(mode, new Browser.NewContextOptions().setViewportSize(1280, 800), scenes);
    }

    private Page open(Mode mode, Browser.NewContextOptions options, Scene... scenes) {
        stage = new Stage(chromium.browser(), mode, options);
        for (Scene s : scenes) {
            stage.post(s.view());
        }
        page = stage.page();
        assertThat(page.locator("#scan option")).hasCount(scenes.length);
        return page;
    }

    private String figure(String name) {
        return page.locator("#progress dt", new Page.LocatorOptions().setHasText(Pattern.compile("^" + name + "$")))
                .locator("+ dd")
                .innerText();
    }

    private int colours(int pane) {
        return ((Number) page.evaluate(
                        "k => { const c = document.querySelectorAll('.pane canvas.map')[k];"
                                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const s = new Set();"
                                + " for (let i = 0; i < d.length; i += 64) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return s.size; }",
                        pane))
                .intValue();
    }

    @Test
    void light_arriving_saysHowMuchAndShowsTheFrames() {
        Scene scene = new Scene();
        scene.revision = 0;
        scene.frames = 12;
        scene.activity = scene.doing(Activity.Kind.LIGHT, 20, 12, 36);

        open(Mode.ADVISE, scene);

        assertThat(page.locator("#doing")).containsText("Waiting for light: 12 of 36 frames");
        assertThat(page.locator("#doing")).containsText(Pattern.compile("since \\d\\d:\\d\\d:\\d\\d"));
        assertThat(page.locator("#why-not")).not().hasClass(Pattern.compile("why"));
        assertThat(page.locator("#progress")).not().containsText("saved");
        assertThat(page.locator("#progress svg")).hasCount(0); // nothing to draw yet
        await().until(() -> colours(0) > 5); // the light, not an empty pane
    }

    @Test
    void state_ofEveryKind_saysWhatItIsAndWhatTheOperatorMayDo() {
        Scene scene = new Scene();
        open(Mode.ADVISE, scene);
        Locator doing = page.locator("#doing");
        assertThat(doing).containsText("Waiting for your decision on revision 1");
        assertThat(doing).containsText("Approve");

        scene.decided = true;
        scene.pending = 7;
        scene.activity = scene.doing(Activity.Kind.MEASURING, 4, 5, 12);
        stage.post(scene.view());
        assertThat(doing).containsText("Measuring: 5 of 12 points");

        scene.pending = 0;
        scene.activity = new Activity(
                Activity.Kind.DRAWING, scene.now.minusSeconds(85), null, null, scene.now.plusSeconds(600), null);
        stage.post(scene.view());
        assertThat(doing).containsText("Drawing the next map");
        assertThat(doing).containsText(Pattern.compile("about \\d+ min left"));

        scene.activity = new Activity(Activity.Kind.DRAWING, scene.now.minusSeconds(85), 4, 12, null, null);
        stage.post(scene.view());
        assertThat(doing).containsText("Drawing the next map: 4 of 12 members");

        scene.paused = true;
        scene.activity = new Activity(Activity.Kind.PAUSED, scene.now.minusSeconds(9), null, null, null, "Ada");
        stage.post(scene.view());
        assertThat(doing).containsText("Paused by Ada");
        assertThat(doing).containsText("Resume");

        scene.paused = false;
        scene.stop = "target of 2.0 degrees is reached";
        scene.activity = new Activity(Activity.Kind.FINISHED, scene.now, null, null, null, scene.stop);
        stage.post(scene.view());
        assertThat(doing).containsText("Finished");
        assertThat(doing).containsText("Target of 2.0 degrees is reached");
        assertThat(page.locator("#alarms p")).hasCount(0); // none of this is an alarm
    }

    @Test
    void timeSaved_beforeTheTargetIsMet_isNotClaimed() {
        Scene scene = new Scene();
        scene.measured = 16;
        open(Mode.AUTO, scene);
        assertThat(page.locator("#progress dt")).not().hasCount(0);

        assertThat(figure("Time saved")).isEqualTo("not before the target is met");
        // 84 of the budget are left: 2 s each, and 21 rounds of 1.2 s
        assertThat(figure("Budget spent in")).matches("3 min, at \\d\\d:\\d\\d");
    }

    @Test
    void timeSaved_targetMet_isTheRasterLessTheTimeUsed() {
        Scene scene = new Scene();
        scene.measured = 16;
        scene.upperDeg = 1.5;
        scene.pace = new ScanPace(2, 20);
        open(Mode.AUTO, scene);
        assertThat(page.locator("#progress dt")).not().hasCount(0);

        // 24 x 24 pixels of 110 ms are 63 s
        assertThat(figure("Time saved")).isEqualTo("43 s of 63 s");
    }

    @Test
    void eta_targetAhead_comesFromTheCurve() {
        Scene scene = new Scene();
        scene.measured = 32;
        scene.upperDeg = 4;
        for (int k = 2; k <= 8; k++) { // error 32 / points: at its target of 2 degrees with 64 points
            int points = 4 * k;
            scene.history.add(new ScanView.Step(k, points, 100.0 / points, 128.0 / points, scene.now));
        }
        open(Mode.AUTO, scene);
        assertThat(page.locator("#progress dt")).not().hasCount(0);

        // 32 more points of 2 s and 8 rounds of 1.2 s
        assertThat(figure("Target met in")).matches("about 74 s, at \\d\\d:\\d\\d");
    }

    private void drag(int fromX, int fromY, int toX, int toY) {
        Locator canvas = page.locator(".pane canvas.map").first();
        var box = canvas.boundingBox();
        page.mouse().move(box.x + fromX, box.y + fromY);
        page.mouse().down();
        page.mouse().move(box.x + (fromX + toX) / 2.0, box.y + (fromY + toY) / 2.0);
        page.mouse().move(box.x + toX, box.y + toY);
        page.mouse().up();
    }

    @Test
    void preferredRegion_drawn_isSaidInWordsAndEndsAtAnUncertainty() {
        open(Mode.ADVISE, new Scene());

        page.click("#prefer");
        drag(20, 20, 90, 90);
        assertThat(page.locator("#dialog")).containsText("until their mean uncertainty is");
        page.fill("#dialog input", "3");
        page.click("#dialog button.main");

        await().until(() -> stage.door().controls().size() == 1);
        Control sent = stage.door().controls().get(0);
        assertThat(sent.action()).isEqualTo(Control.Action.PREFER);
        assertThat(sent.untilDeg()).isEqualTo(3.0);
    }

    @Test
    void preferredRegion_gainIsNothing_warnsAndCanBeTakenBack() {
        Scene scene = new Scene();
        scene.prefer(6, 3);
        scene.prefer(3, 2);
        scene.gainDeg = 0.0004;
        open(Mode.AUTO, scene);

        assertThat(page.locator("#regions li")).hasCount(2);
        assertThat(page.locator("#regions li").first()).containsText("36 px first until 3° on average");
        assertThat(page.locator("#alarms")).containsText("gain next to nothing");
        page.click("#undo");

        await().until(() -> stage.door().controls().size() == 1);
        assertThat(stage.door().controls().get(0).action()).isEqualTo(Control.Action.UNDO);

        scene.gainDeg = 0.3;
        stage.post(scene.view());
        assertThat(page.locator("#alarms p")).hasCount(0);
    }

    @Test
    void agentHung_saysSoDisablesAndDoesNotHammer() {
        open(Mode.ADVISE, new Scene());
        assertThat(page.locator("#approve")).isEnabled();
        assertThat(page.locator("#link")).containsText("live");

        stage.wire().hold(true);

        assertThat(page.locator("#link")).containsText(Pattern.compile("no news for \\d+ s"));
        assertThat(page.locator("#approve")).isDisabled();
        assertThat(page.locator("#pause")).isDisabled();
        assertThat(page.locator("#why-not")).containsText("agent does not answer");
        int before = stage.wire().requests();
        Instant then = Instant.now();
        await().until(() -> Duration.between(then, Instant.now()).toSeconds() >= 6);
        assertThat(stage.wire().requests() - before).isLessThan(12);

        stage.wire().hold(false);
        assertThat(page.locator("#link")).containsText("live");
        assertThat(page.locator("#approve")).isEnabled();
        assertThat(stage.door().decisions()).isEmpty();
    }

    @Test
    void request_notAnswered_isPendingAndThenGivenUp() {
        stage = new Stage(chromium.browser(), Mode.ADVISE, new Browser.NewContextOptions().setViewportSize(1280, 800));
        stage.context().clock().install();
        stage.post(new Scene().view());
        page = stage.page();
        page.route("**/decisions", route -> {}); // never answered

        page.click("#approve");

        assertThat(page.locator("#why-not")).containsText("being sent");
        stage.context().clock().fastForward("00:13");
        assertThat(page.locator("#alarms")).containsText("no answer within");
        assertThat(page.locator("#approve")).isEnabled();
    }

    @Test
    void degraded_scanClosed_staysOnMapAndList() {
        Scene scene = new Scene();
        scene.degraded = "no model; the map is the classical fill";
        scene.closed = true;
        scene.stop = "budget of 100 points is spent";
        scene.activity = new Activity(Activity.Kind.CLOSED, scene.now, null, null, null, null);

        open(Mode.AUTO, scene);

        assertThat(page.locator("#alarms")).containsText("no model");
        assertThat(page.locator(".pane").first()).containsText("degraded");
        page.click("#tab-scans");
        assertThat(page.locator("#panel-scans")).containsText("degraded");
    }

    @Test
    void suggestion_clockOfTheBrowserIsAhead_goesByTheAgents() {
        stage = new Stage(chromium.browser(), Mode.ADVISE, new Browser.NewContextOptions().setViewportSize(1280, 800));
        stage.context().addInitScript("const real = Date.now; Date.now = () => real() + 7200e3;");
        Scene scene = new Scene();
        stage.post(scene.view());

        page = stage.page();

        assertThat(page.locator("#doing")).containsText("Waiting for your decision");
        assertThat(page.locator("#approve")).isEnabled();
        assertThat(page.locator("#why-not")).not().containsText("expired");
    }

    @Test
    void suggestion_clockOfTheBrowserIsBehind_expiresByTheAgents() {
        stage = new Stage(chromium.browser(), Mode.ADVISE, new Browser.NewContextOptions().setViewportSize(1280, 800));
        stage.context().addInitScript("const real = Date.now; Date.now = () => real() - 7200e3;");
        Scene scene = new Scene();
        scene.expiresAt = scene.now.minusSeconds(1);
        stage.post(scene.view());

        page = stage.page();

        assertThat(page.locator("#why-not")).containsText("expired");
        assertThat(page.locator("#approve")).isDisabled();
    }

    @Test
    void gains_inTheList_haveThreeDigitsAndNoRivalReasons() {
        Scene scene = new Scene();
        scene.gainDeg = 0.0004;
        open(Mode.ADVISE, scene);
        assertThat(page.locator("ol.points li")).hasCount(4);

        assertThat(page.locator("ol.points li").first()).containsText("<0.001°");
        page.locator("ol.points li").first().hover();
        assertThat(page.locator("#tip")).not().containsText("Runner-up");
    }

    @Test
    void twoScans_theOtherWaits_isToldByBadgeAndTitle() {
        Scene other = new Scene();
        other.id = "s2";
        Scene shown = new Scene();
        shown.decided = true;
        shown.pending = 3;
        shown.activity = shown.doing(Activity.Kind.MEASURING, 4, 9, 12);
        open(Mode.ADVISE, other, shown);
        page.selectOption("#scan", "s1");

        assertThat(page.locator("#elsewhere")).containsText("s2 waits for a decision");
        await().until(() -> page.title().contains("1 waits"));
        page.click("#elsewhere button");
        assertThat(page.locator("#scan")).hasValue("s2");
        assertThat(page.locator("#doing")).containsText("Waiting for your decision");
    }

    @Test
    void keyboard_afterAClickOnAControl_stillWorks() {
        Scene scene = new Scene();
        open(Mode.ADVISE, scene);
        assertThat(page.locator("#approve")).isEnabled();
        page.click("#show-points");
        page.keyboard().press("a");

        await().until(() -> stage.door().decisions().size() == 1);
    }

    @Test
    void list_newRevision_keepsTheFocusAndMarksTheChosen() {
        Scene scene = new Scene();
        open(Mode.ADVISE, scene);
        page.locator("ol.points li").nth(1).click();
        assertThat(page.locator("ol.points li").nth(1)).hasAttribute("aria-selected", "true");
        assertThat(page.locator("ol.points li").nth(0)).hasAttribute("aria-selected", "false");
        page.locator("#approve").focus();

        scene.revision = 2;
        stage.post(scene.view());

        assertThat(page.locator("#head")).containsText("Revision 2");
        assertThat(page.locator("#approve")).isFocused();
    }

    @Test
    void pause_wanted_isNoAlarmAndNothingJumps() {
        Scene scene = new Scene();
        open(Mode.ADVISE, scene);
        assertThat(page.locator("#doing")).containsText("Waiting");
        double before = page.locator("#maps").boundingBox().y;

        scene.paused = true;
        scene.activity = new Activity(Activity.Kind.PAUSED, scene.now, null, null, null, "Ada");
        stage.post(scene.view());

        assertThat(page.locator("#doing")).containsText("Paused");
        assertThat(page.locator("#doing")).hasAttribute("data-tone", "amber");
        assertThat(page.locator("#maps").boundingBox().y).isEqualTo(before);
    }

    @Test
    void uncertainty_scale_followsTheMap() {
        Scene scene = new Scene();
        scene.measured = 40;
        open(Mode.ADVISE, scene);

        Locator legend = page.locator(".pane[data-layer=uncertainty] .legend");
        assertThat(legend).containsText("°");
        Object told = page.evaluate("fetch('api/v1/scans/s1').then(r => r.json()).then(s => s.uncertainty.toDeg)");
        assertThat(legend).containsText(((Number) told).intValue() + "°");
        assertThat(legend.locator("svg.histogram rect")).not().hasCount(0);
    }

    @Test
    void touch_controls_areLargeEnough() {
        open(
                Mode.ADVISE,
                new Browser.NewContextOptions()
                        .setViewportSize(1024, 768)
                        .setHasTouch(true)
                        .setIsMobile(true),
                new Scene());
        assertThat(page.locator("#approve")).isEnabled();

        @SuppressWarnings("unchecked")
        List<String> small = (List<String>) page.evaluate(
                "() => [...document.querySelectorAll('button, select, input')].filter(e => e.offsetParent)"
                        + ".map(e => [e.id || e.className || e.tagName, e.closest('label') ?? e])"
                        + ".filter(([, e]) => e.getBoundingClientRect().height < 43.5).map(([name]) => name)");
        assertThat(small).isEmpty();
    }

    @Test
    void phone_approve_isInReachAtOnce() {
        open(
                Mode.ADVISE,
                new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setHasTouch(true)
                        .setIsMobile(true),
                new Scene());

        assertThat(page.locator("#approve")).isInViewport();
        assertThat(page.locator("#doing")).isInViewport();
        assertThat(page.locator(".pane").first()).isInViewport();
        assertThat(page.locator("#decision").boundingBox().height).isLessThan(200);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isTrue();
    }

    @Test
    void budgetWithoutTarget_finished_claimsNoTime() {
        Scene scene = new Scene();
        scene.budget = Budget.ofPoints(100);
        scene.measured = 100;
        open(Mode.AUTO, scene);
        assertThat(page.locator("#progress dt")).not().hasCount(0);

        assertThat(figure("Time saved")).isEqualTo("no target to meet");
    }
}
