#include "forms/node.h"

uint32_t zc_node_position(const struct zc_node *row)
{
    uint32_t position = 1;

    for (const struct zc_node *node = row->prev; node; node = node->prev)
        position += node->q == row->q && !node->surplus;
    return position;
}
