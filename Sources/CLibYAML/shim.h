#ifndef WINDTUNNEL_CLIBYAML_SHIM_H
#define WINDTUNNEL_CLIBYAML_SHIM_H

#include <yaml.h>

#endif
