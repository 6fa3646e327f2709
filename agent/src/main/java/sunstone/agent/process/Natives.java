package sunstone.agent.process;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.config.AgentConfig;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.OnnxRuntimeNatives;

/** The native libraries that models of this process run with. */
public final class Natives {
    private static final Logger LOG = LoggerFactory.getLogger(Natives.class);

    private Natives() {}

    /**
     * Has ONNX Runtime load its libraries from a folder.
     *
     * @param folder absolute or from the folder of the installation, or {@link AgentConfig.Model#NONE}
     * @throws IOException with one line that names what is missing
     */
    public static void use(String folder) throws IOException {
        if (!folder.equals(AgentConfig.Model.NONE)) {
            OnnxRuntimeNatives.use(Installation.resolve(folder));
        }
    }

    /**
     * Opens the configured model with the configured libraries; where CUDA is not demanded and they cannot be had, with
     * those of the jar and a warning.
     *
     * @throws IOException with one line that says what is wrong
     */
    public static OnnxPrior open(AgentConfig.Model model) throws IOException {
        try {
            use(model.natives());
        } catch (IOException e) {
            if (model.device().startsWith("cuda")) {
                throw e;
            }
            LOG.warn("{}: the model runs on the CPU", FirstLine.of(e));
        }
        return OnnxPrior.open(Installation.resolve(model.path()), model.device(), model.threadsOrAll(), model.cuda());
    }
}
