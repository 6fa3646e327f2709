package sunstone.agent.process;

import java.nio.file.Path;

/** The folder that this program was started from; the launcher says where it is. */
public final class Installation {
    private Installation() {}

    /** An absolute path as it is; any other from the folder of the installation. */
    public static Path resolve(String path) {
        return Path.of(System.getProperty("sunstone.home", "")).resolve(path);
    }
}
