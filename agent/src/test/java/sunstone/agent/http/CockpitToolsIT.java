package sunstone.agent.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.Reading;
import sunstone.agent.view.Activity;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.DeadLetter;
import sunstone.agent.view.ScanView;
import sunstone.connectors.message.Control;

/**
 * What an operator can do on the page beside deciding: plans, refused records, past maps, measuring on the map,
 * regions, sound.
 */
class CockpitToolsIT {
    private static Chromium chromium;

    private Stage stage;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void start() {
        stage = new Stage(chromium.browser(), Mode.ADVISE, new Browser.NewContextOptions().setViewportSize(1280, 800));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private Page open(Scene scene) {
        stage.post(scene.view());
        Page page = stage.page();
        assertThat(page.locator("#scan option")).hasCount(1);
        return page;
    }

    private static void clickMap(Page page, int x, int y) {
        page.locator(".pane canvas.map").first().click(new Locator.ClickOptions().setPosition(x, y));
    }

    private Control control() {
        await().until(() -> stage.door().controls().size() == 1);
        return stage.door().controls().get(0);
    }

    @Test
    void plan_changedByTheForm_goesOutWhole() {
        Page page = open(new Scene());
        assertThat(page.locator("#plan-words")).containsText("As announced: until 100 points or 2.00°");

        page.click("#change-plan");
        page.fill("#dialog [name=points]", "60");
        page.fill("#dialog [name=batch]", "3");
        page.selectOption("#dialog [name=policy]", "pl-k-center");
        page.fill("#dialog [name=reason]", "beam time ends");
        page.click("#dialog button.main");

        Control sent = control();
        assertThat(sent.action()).isEqualTo(Control.Action.PLAN);
        assertThat(sent.plan()).isNotNull().satisfies(p -> {
            assertThat(p.points()).isEqualTo(60);
            assertThat(p.targetDeg()).isEqualTo(2.0); // as it was
            assertThat(p.batch()).isEqualTo(3);
            assertThat(p.policy()).isEqualTo("pl-k-center");
            assertThat(p.deadline()).isNull();
        });
        assertThat(sent.reason()).isEqualTo("beam time ends");
    }

    @Test
    void refusedRecord_shownAndSentAgain_once() {
        stage.views()
                .deadLetter(new DeadLetter(
                        Instant.now(), "sunstone.ebsd-points", 0, 17, "s1", "malformed", "is no JSON at character 2"));
        Page page = open(new Scene());

        page.click("#tab-letters");
        Locator letter = page.locator("#panel-letters li");
        assertThat(letter).containsText("malformed");
        assertThat(letter).containsText("sunstone.ebsd-points, partition 0, offset 17");
        letter.getByText("Show").click();
        assertThat(page.locator("#dialog pre")).hasText(ScriptedLetters.TEXT);
        assertThat(page.locator("#dialog")).containsText("a test");
        page.locator("#dialog button").last().click();
        letter.getByText("Send again").click();

        assertThat(letter.locator("button").last()).isDisabled();
        assertThat(letter.locator("button").last()).hasText("Sent again");
        assertThat(stage.letters().sent()).hasSize(1);
        assertThat(stage.letters().sent().get(0).offset()).isEqualTo(17);
    }

    @Test
    void slider_olderRevision_isShownAndSaid() {
        Scene scene = new Scene();
        scene.history.add(new ScanView.Step(1, 0, 30, 40, scene.now));
        stage.post(scene.view());
        scene.revision = 2;
        scene.measured = 20;
        scene.history.add(new ScanView.Step(2, 20, 12, 20, scene.now));
        Page page = open(scene);
        Locator first = page.locator(".pane").first();
        assertThat(first.locator("output")).hasText("revision 2");

        page.locator("#past").focus();
        page.keyboard().press("ArrowLeft");

        assertThat(first.locator("output")).hasText("revision 1 of 2");
        assertThat(first).hasAttribute("data-revision", "1");
        assertThat(page.locator("#past-words")).containsText("revision 1, 0 points");
        first.locator("select").selectOption("change");
        assertThat(first.locator("output")).hasText("from revision 1 to 2");
        assertThat(first).hasAttribute("data-revision", "2 since 1");
        page.locator("#fit").focus();
        page.keyboard().press("Escape");
        assertThat(page.locator("#past-words")).hasText("newest");
    }

    @Test
    void twoClicks_showTheRotationOnTheWayAndThePolesOfTheMap() {
        Scene scene = new Scene();
        scene.measured = 40;
        Page page = open(scene);
        assertThat(page.locator(".pane").first()).hasAttribute("data-revision", "1");

        clickMap(page, 40, 40);
        assertThat(page.locator("#between")).containsText("Click a second pixel");
        clickMap(page, 160, 120);

        assertThat(page.locator("#between"))
                .containsText(Pattern.compile("Misorientation to row \\d+, col \\d+: [\\d.]+°"));
        assertThat(page.locator("#between svg polyline")).hasCount(2);
        assertThat(page.locator("#all-poles")).hasAttribute("href", Pattern.compile("^blob:"));
        assertThat(page.locator("#all-poles-words")).containsText(Pattern.compile("[\\d.]+ times as many"));
    }

    @Test
    void phases_otherOnesFound_areDrawnAndCounted() {
        Scene scene = new Scene();
        scene.measured = 42;
        scene.others.add(new Reading(20, 20, 2, 1, 0, 0, 0, 0.9));
        scene.others.add(Reading.notIndexed(22, 3));
        Page page = open(scene);
        Locator pane = page.locator(".pane").first();
        assertThat(pane).hasAttribute("data-revision", "1");

        pane.locator("select").selectOption("phases");

        assertThat(pane.locator(".legend .phase"))
                .hasText(new String[] {"Ti-alpha: 40", "Ti-beta: 1", "not indexed: 1"});
        await().until(() -> page.evaluate(
                        "() => fetch('api/v1/scans/s1/layers/phases').then(r => r.blob())"
                                + ".then(createImageBitmap).then(b => { const c = new OffscreenCanvas(b.width, b.height), g = c.getContext('2d');"
                                + " g.drawImage(b, 0, 0); return [[0, 0], [20, 20], [3, 22]]"
                                + ".map(p => '#' + [...g.getImageData(...p, 1, 1).data].slice(0, 3).map(v => v.toString(16).padStart(2, '0')).join('')).join(); })")
                .equals("#7fb7ff,#ffb454,#3a3e45"));
    }

    @Test
    void mode_changed_isSentWithWhoChangedIt() {
        Page page = open(new Scene());
        page.fill("#operator", "Ada");
        page.locator("#operator").blur();

        page.click("[data-mode=shadow]");

        assertThat(page.locator("[data-mode=shadow]")).hasAttribute("aria-checked", "true");
        assertThat(stage.door().lastOperator()).isEqualTo("Ada");
    }

    @Test
    void polygon_byKeysAlone_isNamedAndSent() {
        Page page = open(new Scene());
        assertThat(page.locator("#prefer")).isEnabled();
        page.selectOption("#shape", "polygon");
        page.locator("#fit").focus();
        page.keyboard().press("f");
        assertThat(page.locator("#forbid")).hasAttribute("aria-pressed", "true");
        page.locator(".pane canvas.map").first().focus();
        page.keyboard().press("ArrowUp"); // row 11, col 12
        page.keyboard().press("Enter");
        for (int k = 0; k < 4; k++) {
            page.keyboard().press("ArrowRight");
        }
        page.keyboard().press("Enter");
        for (int k = 0; k < 4; k++) {
            page.keyboard().press("ArrowDown");
        }
        page.keyboard().press("Enter");
        page.keyboard().press("Enter"); // a corner that is there already ends it
        assertThat(page.locator("#dialog")).containsText("No points come from these 15 pixels");
        page.fill("#dialog input", "scratch");
        page.click("#dialog button.main");

        Control sent = control();
        assertThat(sent.action()).isEqualTo(Control.Action.FORBID);
        assertThat(sent.name()).isEqualTo("scratch");
        assertThat(sent.region()).isNotNull().satisfies(r -> {
            boolean[] inside = r.wanted();
            for (int row = 0; row < Scene.SIDE; row++) {
                for (int col = 0; col < Scene.SIDE; col++) {
                    boolean triangle = row >= 11 && col <= 16 && col - 12 >= row - 11;
                    assertThat(inside[row * Scene.SIDE + col])
                            .as(row + ", " + col)
                            .isEqualTo(triangle);
                }
            }
        });
    }

    @Test
    void polygon_byClicks_isClosedByADoubleClick() {
        Page page = open(new Scene());
        assertThat(page.locator("#prefer")).isEnabled();
        page.selectOption("#shape", "polygon");
        page.click("#prefer");
        clickMap(page, 30, 30);
        clickMap(page, 120, 30);
        page.locator(".pane canvas.map").first().dblclick(new Locator.DblclickOptions().setPosition(120, 120));
        assertThat(page.locator("#dialog [name=untilDeg]")).hasValue("2");
        page.click("#dialog button.main");

        assertThat(control().untilDeg()).isEqualTo(2.0);
    }

    @Test
    void sound_whenASuggestionBeginsToWait_onlyIfSwitchedOn() {
        stage.context()
                .addInitScript("window.beeps = 0; const Real = AudioContext;"
                        + " window.AudioContext = class extends Real { constructor() { super(); window.beeps++; } };");
        Scene scene = new Scene();
        Page page = open(scene);
        assertThat(page.locator("#doing")).containsText("Waiting for your decision on revision 1");
        assertThat(page.locator("#sound")).hasAttribute("aria-pressed", "false");
        assertThat(page.evaluate("window.beeps")).isEqualTo(0);
        page.click("#sound");
        assertThat(page.evaluate("window.beeps")).isEqualTo(1); // so that it is known

        scene.revision = 2;
        stage.post(scene.view());

        assertThat(page.locator("#doing")).containsText("Waiting for your decision on revision 2");
        await().until(() -> page.evaluate("window.beeps").equals(2));
    }

    @Test
    void restartedAgent_beforeItsFirstMap_showsTheCurveOfTheLog() {
        Scene scene = new Scene();
        scene.revision = 0;
        scene.measured = 32;
        scene.activity = scene.doing(Activity.Kind.MEASURING, 4, 9, 12);
        for (int k = 1; k <= 8; k++) {
            scene.history.add(new ScanView.Step(k, 4 * k, 100.0 / k, 128.0 / k, scene.now));
        }
        Page page = open(scene);

        assertThat(page.locator("#progress svg.curve polyline.one")).hasCount(1);
        assertThat(page.locator("#progress")).containsText("From the log");
        assertThat(page.locator("#progress")).containsText("32 / 100");
        assertThat(page.locator("#progress dd").nth(2)).containsText(Pattern.compile("min, at"));
    }

    @Test
    void log_toldAnew_isInTheOrderOfTime() {
        Instant now = Instant.now();
        for (int k : List.of(2, 0, 1)) {
            stage.views().note(note(now.plusSeconds(k), "entry " + k));
        }
        Page page = open(new Scene());

        page.click("#tab-log");

        assertThat(page.locator("#panel-log li span")).hasText(new String[] {"entry 2", "entry 1", "entry 0"});
    }

    private static ActivityNote note(Instant at, String text) {
        return new ActivityNote(at, null, ActivityNote.Level.INFO, text);
    }
}
