package sunstone.connectors.message;

import sunstone.connectors.message.codec.Keyed;

/** A message of one scan; the scan's id is its record key. */
public interface ScanMessage extends Keyed {
    /** Which scan. */
    String scanId();

    @Override
    default String key() {
        return scanId();
    }
}
