package sunstone.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static sunstone.agent.scan.Mode.ADVISE;
import static sunstone.agent.scan.Mode.AUTO;
import static sunstone.agent.scan.Mode.SHADOW;

import org.junit.jupiter.api.Test;

class ModeTest {
    @Test
    void stricter_ofTwo_isTheOneThatCommandsLess() {
        assertThat(AUTO.stricter(SHADOW)).isEqualTo(SHADOW);
        assertThat(SHADOW.stricter(ADVISE)).isEqualTo(SHADOW);
        assertThat(AUTO.stricter(ADVISE)).isEqualTo(ADVISE);
    }

    @Test
    void atStart_modeChosenWhileItRan_outlastsTheAgent() {
        assertThat(Mode.atStart(AUTO, SHADOW, AUTO)).isEqualTo(SHADOW);
        assertThat(Mode.atStart(ADVISE, AUTO, ADVISE)).isEqualTo(AUTO);
    }

    @Test
    void atStart_onlyTheConfigurationChanged_isTheConfigurations() {
        assertThat(Mode.atStart(AUTO, SHADOW, SHADOW)).isEqualTo(AUTO);
    }

    @Test
    void atStart_bothChanged_isTheStricter() {
        assertThat(Mode.atStart(SHADOW, AUTO, ADVISE)).isEqualTo(SHADOW);
        assertThat(Mode.atStart(AUTO, SHADOW, ADVISE)).isEqualTo(SHADOW);
    }
}
