package sunstone.agent.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.Activity;

/** The page by the rules of axe-core, in both themes and with every panel open, and by the keyboard alone. */
class AccessibilityIT {
    private static Chromium chromium;

    @SuppressWarnings("NullAway.Init") // every test opens it first
    private Stage stage;

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

    private Page open() {
        stage = new Stage(chromium.browser(), Mode.ADVISE, new Browser.NewContextOptions().setViewportSize(1280, 800));
        Scene other = new Scene();
        other.id = "s2";
        Scene scene = new Scene();
        scene.measured = 40;
        scene.degraded = "no model; the map is the classical fill";
        scene.prefer(6, 3);
        stage.post(other.view());
        stage.post(scene.view());
        Page page = stage.page();
        assertThat(page.locator("#scan option")).hasCount(2);
        page.selectOption("#scan", "s1");
        assertThat(page.locator("ol.points li")).hasCount(4);
        return page;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    void axe_everyPanel_findsNothing(String theme) throws IOException {
        Page page = open();
        if (theme.equals("light")) {
            page.click("#theme");
        }
        page.evaluate(axe());

        for (String tab : List.of("points", "pixel", "light", "log", "scans")) {
            page.click("#tab-" + tab);
            if (tab.equals("pixel")) {
                page.locator(".pane canvas.map").first().click(new Locator.ClickOptions().setPosition(60, 60));
                assertThat(page.locator("#pixel-head")).containsText("row");
            }
            assertThat(violations(page)).as(theme + ", " + tab).isEmpty();
        }
        page.keyboard().press("?");
        assertThat(page.locator("#dialog")).containsText("Keys");
        assertThat(violations(page)).as(theme + ", help").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    void axe_everyState_findsNothing(String theme) throws IOException {
        Page page = open();
        if (theme.equals("light")) {
            page.click("#theme");
        }
        page.evaluate(axe());

        for (Activity.Kind kind : Activity.Kind.values()) {
            Scene scene = new Scene();
            scene.revision = kind == Activity.Kind.LIGHT ? 0 : 1;
            scene.frames = kind == Activity.Kind.LIGHT ? 12 : Scene.FRAMES;
            scene.paused = kind == Activity.Kind.PAUSED;
            scene.closed = kind == Activity.Kind.CLOSED;
            scene.stop = kind.compareTo(Activity.Kind.STOPPED) >= 0 ? "budget of 100 points is spent" : null;
            scene.activity = new Activity(kind, scene.now, 4, 12, scene.now.plusSeconds(60), "Ada");
            stage.post(scene.view());
            assertThat(page.locator("#doing"))
                    .hasAttribute("data-kind", kind.name().toLowerCase(Locale.ROOT));
            assertThat(violations(page)).as(theme + ", " + kind).isEmpty();
        }
        stage.wire().hold(true);
        assertThat(page.locator("#doing")).containsText("No news from the agent");
        assertThat(violations(page)).as(theme + ", agent gone").isEmpty();
        stage.wire().hold(false);
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page) {
        return (List<String>) page.evaluate("async () => (await axe.run(document)).violations"
                + ".flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary))");
    }

    private static String axe() throws IOException {
        try (InputStream in = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void modes_byArrowKeys_moveTheFocusAndChooseNothing() {
        Page page = open();
        page.locator("[data-mode=advise]").focus();

        page.keyboard().press("ArrowRight");

        assertThat(page.locator("[data-mode=auto]")).isFocused();
        assertThat(page.locator("[data-mode=advise]")).hasAttribute("aria-checked", "true");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-mode=shadow]")).hasAttribute("aria-checked", "true");
    }

    @Test
    void singleKeys_switchedOff_doNothing() {
        Page page = open();
        page.keyboard().press("?");
        page.locator("#dialog input[type=checkbox]").uncheck();
        page.locator("#dialog button").last().click();

        page.keyboard().press("e");
        page.locator("#tab-log").click();

        assertThat(page.locator("#panel-log")).isVisible();
        assertThat(page.locator("#edit")).hasText("Edit");
    }

    @Test
    void silence_ofTheInstrument_isSaidOnceAndDoesNotChangeEverySecond() {
        Page page = open();
        Scene scene = new Scene();
        scene.decided = true;
        scene.pending = 3;
        scene.activity = new Activity(Activity.Kind.MEASURING, scene.now.minusSeconds(60), 0, 3, null, null);
        scene.lastSign = scene.now.minusSeconds(60);
        stage.post(scene.view());

        assertThat(page.locator("#alarms")).containsText("silent since");
        page.evaluate(
                "() => { window.changes = 0;"
                        + " new MutationObserver(m => { window.changes += m.length; }).observe(document.getElementById('alarms'), {childList: true, subtree: true, characterData: true}); }");
        String before = page.locator("#doing-since").innerText();
        assertThat(page.locator("#doing-since")).not().hasText(before); // a second has gone by
        assertThat(page.evaluate("window.changes")).isEqualTo(0);
    }
}
