package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Mode;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;

/** The mode that somebody chose outlasts the agent, and what is stricter wins. */
class ModeIT extends LoopOnBroker {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void restart_modeChosenOnThePage_isKeptForNewScansToo() {
        loop.mode(Mode.SHADOW);
        loop.restart(Mode.ADVISE);
        assertThat(loop.mode()).isEqualTo(Mode.SHADOW);
        loop.mode(Mode.AUTO);
        loop.restart(Mode.ADVISE);

        loop.open("new");

        await().atMost(LIMIT).until(() -> loop.commands("new").size() == 1);
        assertThat(loop.mode()).isEqualTo(Mode.AUTO);
    }

    @Test
    void takeover_byAnAgentOfALaxerMode_commandsNothingOfAScanInShadow() {
        loop.open("s");
        loop.suggestion("s", 1);
        loop.mode(Mode.SHADOW);
        await().atMost(LIMIT).until(() -> modes("s").contains(Control.Action.SHADOW));

        loop.replace("other", Mode.AUTO);
        loop.measure("s", 1, 0, 0);
        loop.suggestion("s", 2);
        loop.open("t");
        await().atMost(LIMIT).until(() -> loop.commands("t").size() == 1);

        assertThat(loop.mode()).isEqualTo(Mode.AUTO);
        assertThat(loop.commands("s")).isEmpty();
    }

    @Test
    void control_autoForOneScan_commandsItUnlessTheAgentIsStricter() {
        loop.mode(Mode.AUTO);
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);
        await().atMost(LIMIT).until(() -> loop.commands("s").size() == 1);
        loop.control("s", Control.Action.ADVISE, null);
        loop.measure("s", 1, first.points());
        loop.suggestion("s", 2);
        assertThat(loop.commands("s")).hasSize(1);

        loop.control("s", Control.Action.AUTO, null);

        await().atMost(LIMIT).until(() -> loop.commands("s").size() == 2);
    }

    @Test
    void status_saysModeConfigurationAndState() {
        loop.mode(Mode.SHADOW);

        Status status = await().atMost(LIMIT)
                .until(
                        () -> loop.records(Topic.STATUS).stream()
                                .flatMap(r -> r.decode(Codecs.STATUS).value().stream())
                                .filter(s -> "shadow".equals(s.mode()) && "live".equals(s.state()))
                                .findFirst()
                                .orElse(null),
                        s -> s != null);

        assertThat(status.configuredMode()).isEqualTo("advise");
    }

    private List<Control.Action> modes(String id) {
        return loop.records(Topic.CONTROLS).stream()
                .flatMap(r -> r.decode(Codecs.CONTROL).value().stream())
                .filter(c -> c.scanId().equals(id))
                .map(Control::action)
                .toList();
    }
}
