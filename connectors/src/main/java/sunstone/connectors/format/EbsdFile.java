package sunstone.connectors.format;

import java.util.function.Function;
import sunstone.connectors.format.map.EbsdMap;

/** Result of reading an EBSD file. */
public sealed interface EbsdFile {
    /** Handles both cases. */
    <R> R fold(Function<EbsdMap, R> onRead, Function<Refused, R> onRefused);

    /** The file was read. */
    record Read(EbsdMap map) implements EbsdFile {
        @Override
        public <R> R fold(Function<EbsdMap, R> onRead, Function<Refused, R> onRefused) {
            return onRead.apply(map);
        }
    }

    /**
     * The file was not read.
     *
     * @param reason one line naming file, line, value and limit
     */
    record Refused(String reason) implements EbsdFile {
        @Override
        public <R> R fold(Function<EbsdMap, R> onRead, Function<Refused, R> onRefused) {
            return onRefused.apply(this);
        }
    }
}
