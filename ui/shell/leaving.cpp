// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/leaving.h"

#include "models/setup/left_behind.h"
#include "ui/shell/background_run.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    QString tr(const char* text)
    {
        return QCoreApplication::translate("cocoon::ui", text);
    }

    bool ask(QWidget& window, setup::Desk* desk, const QString& leave, bool mayGoBehind)
    {
        if (desk == nullptr || !desk->isRunning()) {
            return true;
        }
        QMessageBox box(&window);
        box.setIcon(QMessageBox::Question);
        box.setWindowTitle(tr("A run is under way"));
        box.setText(tr("A run is under way. What was sent goes on in the cluster and the cloud; nothing new is sent when Cocoon leaves."));
        box.setInformativeText((setup::leftBehind(*desk) + QStringList { tr("Open it again at any time: Cocoon goes on from what is really there.") }).join(u'\n'));
        QPushButton* stay = box.addButton(tr("Stay"), QMessageBox::RejectRole);
        QPushButton* behind = mayGoBehind ? box.addButton(tr("Keep running in the background"), QMessageBox::ActionRole) : nullptr;
        QPushButton* go = box.addButton(leave, QMessageBox::AcceptRole);
        if (behind != nullptr) {
            behind->setObjectName(u"leaving.behind"_s);
        }
        box.setDefaultButton(stay);
        box.exec();
        if (behind != nullptr && box.clickedButton() == behind) {
            keepRunningInBackground(window, *desk);
        }
        return box.clickedButton() == go;
    }
}

bool mayLeave(QWidget& window, setup::Desk* desk)
{
    return ask(window, desk, tr("Close the connection"), false);
}

bool mayClose(QWidget& window, setup::Desk* desk)
{
    return ask(window, desk, tr("Close Cocoon"), true);
}

} // namespace cocoon::ui
