package sunstone.connectors.message.codec;

/** A message that names what its record key must be. */
public interface Keyed {
    /** The record key: the scan's id, for a status the agent's. */
    String key();
}
