package sunstone.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.policy.rule.Policies;
import sunstone.simulators.polarizedlight.PlCondition;

class SuiteConfigTest {
    @Test
    void read_standardSuite_namesEveryKeyAndWhatExists() throws IOException {
        SuiteConfig suite = read(AgentConfigTest.config("suites/standard.yaml"));

        assertThat(AgentConfigTest.documented("suites/standard.yaml"))
                .containsExactlyInAnyOrderElementsOf(
                        SuiteConfig.declared().stream().map(Key::name).toList());
        assertThat(suite.maps()).isEqualTo(20);
        assertThat(suite.policies()).allSatisfy(Policies::of).contains("expected-gain");
        assertThat(suite.conditions()).hasSize(5).contains("harsh");
    }

    @Test
    void read_twoPercentSuite_spendsTwoPercentInOneGo() throws IOException {
        SuiteConfig suite = read(AgentConfigTest.config("suites/two-percent.yaml"));

        assertThat(suite.budget()).isEqualTo((int) Math.round(0.02 * suite.sizePx() * suite.sizePx()));
        assertThat(suite.every()).isEqualTo(suite.budget());
        assertThat(suite.maps()).isEqualTo(10);
        assertThat(suite.conditions()).hasSize(5);
    }

    @Test
    void read_labSuite_isTenMapsInALaboratorysLight() throws IOException {
        SuiteConfig suite = read(AgentConfigTest.config("suites/lab.yaml"));

        assertThat(suite.maps()).isEqualTo(10);
        assertThat(suite.conditions()).containsExactly("lab");
        assertThat(PlCondition.parse(suite.conditions().get(0)).lab()).isEqualTo(1);
        assertThat(suite.policies()).allSatisfy(Policies::of);
    }

    @Test
    void read_tooManySeeds_isRefusedWithKeyAndLimit(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), "seeds: 5000\n");

        String answer = SuiteConfig.read(file).fold(c -> "accepted", r -> r);

        assertThat(answer).contains("seeds", "5000", "1000");
    }

    private static SuiteConfig read(Path file) {
        return SuiteConfig.read(file).fold(c -> c, r -> {
            throw new AssertionError(r);
        });
    }
}
