// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/log.h"

Q_LOGGING_CATEGORY(lcNet, "cocoon.net", QtInfoMsg)
Q_LOGGING_CATEGORY(lcKube, "cocoon.kube", QtInfoMsg)
Q_LOGGING_CATEGORY(lcWatch, "cocoon.watch", QtInfoMsg)
Q_LOGGING_CATEGORY(lcIbm, "cocoon.ibm", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCoco, "cocoon.coco", QtInfoMsg)
Q_LOGGING_CATEGORY(lcPlan, "cocoon.plan", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSandbox, "cocoon.sandbox", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApp, "cocoon.app", QtInfoMsg)
