#!/usr/bin/env python3
"""Deterministic generator of survey ledgers (台账) for benchmarks and tests. Apache-2.0.

Writes one plain CSV ledger per survey group plus truth files that say which
rows describe the same enterprise, which rows are later edits of the same
record and which fields were edited on both sides.

    gen_ledger.py --groups 8 --records 1000000 --seed 1 --out DIR
                  [--overlap 0.03] [--edits 0.05] [--conflicts 0.005]
                  [--noise 1] [--encoding utf-8|gb18030] [--bom] [--eol lf|crlf] [--quiet]

--records N     records registered in the field, over all groups together
                (a record = one filled form).  The ledgers hold
                N * (1 + edits + conflicts) rows in all.
--overlap P     share of the N records that are an independent second
                registration of an enterprise some other record describes
                already (another record id, noisy spelling): the duplicate queue.
--edits P       share of records that also travel in another group's ledger as
                a newer version of the same record id (fast-forward edit).
--noise X       multiplies the chance of every kind of spelling noise in a second
                registration (1 = easy, 2 = hard).
--conflicts P   share of records edited by two groups at once: the same field
                has another value in the home ledger and in the other one.

Files in DIR: ledger-1.csv ... ledger-G.csv, truth_dups.csv, truth_edits.csv,
truth_conflicts.csv, manifest.json.  The same arguments give the same bytes on
every Python 3.8+: only Random.random()/getrandbits() are used, whose streams
are stable between versions.  All persons, firms, phones and codes are invented.
Later edits may leave a record that breaks a form rule (for example party
members raised to 3 without 单独组建): that is what verification has to find.
Standard library only.
"""
import argparse
import csv
import hashlib
import heapq
import json
import os
import random
import sys
import time

COLUMNS = ["记录编号", "统一社会信用代码", "单位名称", "街镇", "社区", "详细地址",
           "行业代码", "登记注册类型", "营业状态", "开业日期", "从业人数", "党员人数",
           "法定代表人", "联系电话", "营业收入万元", "经度", "纬度", "党组织形式",
           "工会", "登记组", "登记人", "核实状态", "版本", "更新时间", "备注"]
(RID, CODE, NAME, STREET, COMM, ADDR, INDUS, REGTYPE, STATUS, OPENED, STAFF, PARTY,
 REP, PHONE, REVENUE, LON, LAT, PORG, UNION, GROUP, SURVEYOR, VERIFY, REV, MTIME,
 NOTE) = range(len(COLUMNS))

ALPHA31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"        # GB 32100: no I O S V Z
VAL31 = {c: i for i, c in enumerate(ALPHA31)}
W17 = [pow(3, i, 31) for i in range(17)]
W8 = [3, 7, 9, 10, 5, 8, 4, 2]                     # GB 11714
CROCK = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

STREETS = ["人民街街道", "南滩街道", "仓门街街道", "礼让街街道",
           "饮马街街道", "南川东路街道", "南川西路街道", "总寨镇"]
COMMUNITIES = [
    ["人民街社区", "文化街社区", "南大街社区", "自由路社区", "观门街社区"],
    ["南滩社区", "南山东社区", "香格里社区", "凤凰山社区", "瑞源社区"],
    ["仓门街社区", "上滨河社区", "水井巷社区", "法院街社区", "玉井巷社区"],
    ["礼让街社区", "七一社区", "西大街社区", "长江路社区", "黄河路社区"],
    ["饮马街社区", "石坡街社区", "南关社区", "莫家街社区", "花园社区"],
    ["南川东路第一社区", "南川东路第二社区", "龙泰社区", "红光社区", "水磨社区"],
    ["南川西路第一社区", "南川西路第二社区", "沈家沟社区", "福路社区", "园树社区"],
    ["总寨村", "新安社区", "时代社区", "清华社区", "享堂村", "元堡子村"]]
ROADS = [
    ["人民街", "南大街", "文化街", "自由路", "观门街", "东大街"],
    ["南山路", "凤凰山路", "南滩大街", "昆仑中路", "瑞源路"],
    ["仓门街", "法院街", "水井巷", "玉井巷", "上滨河路"],
    ["礼让街", "七一路", "西大街", "长江路", "黄河路"],
    ["饮马街", "石坡街", "南关街", "莫家街", "花园南街", "花园北街"],
    ["南川东路", "红光路", "水磨路", "龙泰路", "砖厂路"],
    ["南川西路", "沈家沟路", "福路巷", "园树路", "西钢路"],
    ["时代大道", "创业路", "同安路", "安宁路", "新城大道", "清华路"]]
ESTATES = ["万达广场", "香格里拉花园", "力盟商业巷", "夏都府邸", "水井巷小区", "新华联广场",
           "昆仑阳光城", "南川花园", "安泰华庭", "瀚海明居", "丽康瑞居", "兴旺国际村"]
BRAND1 = ("鑫宏嘉瑞恒盛泰华兴隆永金玉天海青云雪高昆湟丁聚福顺博诚德仁智慧美佳润康安宁祥和"
          "丰裕旺达远大中新众合同创卓越凯锐万百千亿联友谊明光辉耀星辰东南西北春秋阳晨旭日月"
          "龙凤鹏鹤麒麟虎骏腾飞翔跃升晟昊宇宙环球洲江河湖山川峰岭原野林森木草花果禾谷米粮食")
BRAND2 = ("源达顺和昌盛隆兴旺丰泰安康福祥瑞诚信德仁义礼智华远航宇轩博雅馨怡然清雪莲原域疆"
          "城都府苑园庭居轩阁楼亭台桥津港湾湖泉溪流波涛浪帆舟行路途通畅捷迅驰骋骏业成功立本"
          "元亨利贞乾坤道法自然文武英杰俊豪雄伟刚毅坚强勇敢勤俭朴实厚重")
BRAND3 = "缘堂斋坊记轩阁苑居里家汇坤源"
# words, GB/T 4754-like class, weight, kind: c company, i individual, s social organisation
TRADES = [
    ("商贸", "5193", 12, "c"), ("建筑工程", "4790", 5, "c"), ("装饰工程", "5011", 6, "c"),
    ("物业管理", "7020", 3, "c"), ("信息技术", "6513", 4, "c"), ("电子科技", "6520", 3, "c"),
    ("文化传媒", "8810", 4, "c"), ("广告", "7251", 3, "c"), ("汽车销售服务", "5261", 2, "c"),
    ("物流", "5430", 3, "c"), ("餐饮管理", "6210", 3, "c"), ("医药", "5251", 3, "c"),
    ("房地产开发", "7010", 1, "c"), ("房地产经纪", "7030", 2, "c"), ("旅行社", "7291", 1, "c"),
    ("人力资源", "7262", 2, "c"), ("财务咨询", "7243", 2, "c"), ("农牧开发", "0513", 2, "c"),
    ("冬虫夏草", "5127", 2, "c"), ("藏毯", "2437", 1, "c"), ("能源科技", "7519", 2, "c"),
    ("机电设备", "5179", 2, "c"), ("酒店管理", "6110", 2, "c"), ("教育咨询", "8399", 2, "c"),
    ("百货", "5211", 6, "i"), ("超市", "5212", 8, "i"), ("便利", "5213", 7, "i"),
    ("牛肉面", "6220", 10, "i"), ("手抓羊肉", "6210", 5, "i"), ("酿皮", "6291", 4, "i"),
    ("火锅", "6210", 4, "i"), ("烤肉", "6210", 4, "i"), ("茶艺", "6231", 2, "i"),
    ("理发", "8040", 5, "i"), ("美容", "8040", 4, "i"), ("药", "5251", 3, "i"),
    ("服饰", "5232", 7, "i"), ("鞋业", "5233", 3, "i"), ("五金建材", "5281", 5, "i"),
    ("手机通讯", "5274", 4, "i"), ("汽车维修", "8111", 4, "i"), ("洗涤", "8030", 2, "i"),
    ("水果", "5224", 4, "i"), ("蔬菜", "5224", 3, "i"), ("粮油", "5221", 3, "i"),
    ("清真肉食", "5225", 4, "i"), ("图文", "2319", 2, "i"), ("宾馆", "6129", 3, "i"),
    ("幼儿园", "8310", 2, "s"), ("培训学校", "8391", 2, "s"), ("养老服务中心", "8514", 1, "s"),
    ("商会", "9522", 1, "s"), ("行业协会", "9522", 1, "s"), ("志愿者协会", "9529", 1, "s")]
SHOP = {"百货": "商店", "超市": "", "便利": "店", "牛肉面": "馆", "手抓羊肉": "馆", "酿皮": "店",
        "火锅": "店", "烤肉": "店", "茶艺": "馆", "理发": "店", "美容": "院", "药": "店",
        "服饰": "店", "鞋业": "店", "五金建材": "经营部", "手机通讯": "经营部", "汽车维修": "部",
        "洗涤": "部", "水果": "店", "蔬菜": "店", "粮油": "经营部", "清真肉食": "店",
        "图文": "工作室", "宾馆": ""}
SURNAMES = ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
            "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
            "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文马马马韩冶喇")
HOMOPHONE = {"鑫": "新", "祥": "翔", "宏": "红", "嘉": "佳", "盛": "胜", "泰": "太", "源": "原",
             "远": "源", "瑞": "锐", "恒": "衡", "辉": "晖", "永": "勇", "福": "富", "诚": "城",
             "昌": "畅", "丰": "风", "华": "花", "达": "大", "海": "湖", "信": "欣", "丽": "莉",
             "静": "婧", "伟": "玮", "建": "健", "国": "囯", "明": "铭", "玉": "钰", "兰": "蓝"}
STATUSES = [("营业", 82), ("停业", 6), ("歇业", 4), ("筹建", 3), ("关闭", 2), ("查无下落", 3)]
CTYPES = [("159", 70), ("151", 8), ("171", 7), ("173", 6), ("172", 5), ("160", 3), ("310", 1)]
PORGS = ["单独组建", "片区联建", "同业共建", "挂靠组建", "派驻帮建", "龙头带建"]
VERIFYS = [("已核实", 55), ("待核实", 35), ("退回补登", 7), ("拒访", 3)]
NOTES = ["负责人外出,下周补登", "门头写\"暂停营业\",电话无人接", "证照齐全", "与隔壁合用一个门牌",
         "已搬迁至总寨镇,待查", "第二次上门\n1.补登党员人数\n2.核对执照", "拒绝提供营业收入",
         "法人同时经营另一家店", "执照正在办理;已拍照", "门牌号\"甲12\"与导航不符", "无固定门店，流动摊位",
         "党员1名,组织关系在户籍地", "需派驻党建指导员", " 两头有空格 ", "房东转租，面积约45㎡"]
FULL = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
DAY0 = 1741046400          # 2025-03-04 00:00 UTC: first day of the door-to-door survey
SURVEY_DAYS = 120


def weighted(table):
    out = []
    for item in table:
        out.extend([item] * item[-1] if len(item) == 2 else [item] * item[2])
    return out


TRADE_W = weighted(TRADES)
STATUS_W = [s for s, w in STATUSES for _ in range(w)]
CTYPE_W = [s for s, w in CTYPES for _ in range(w)]
VERIFY_W = [s for s, w in VERIFYS for _ in range(w)]
MOD6 = 31 ** 6


def org_code(prefix, serial):
    """9-character organisation code (GB 11714) from a unique serial number."""
    n = (serial * 612_345_677 + 104_729) % MOD6     # a bijection: 31 does not divide the factor
    body = ""
    for _ in range(6):
        n, d = divmod(n, 31)
        body = ALPHA31[d] + body
    body = prefix + body
    s = 0
    for c, w in zip(body, W8):
        s += (ord(c) - 48 if c <= "9" else ord(c) - 55) * w
    c9 = 11 - s % 11
    return body + ("X" if c9 == 10 else "0" if c9 == 11 else str(c9))


def credit_code(kind, serial):
    """18-character unified social credit code (GB 32100) with a valid check character."""
    head = {"c": "91", "i": "92", "s": "52"}[kind] + "630103"
    c17 = head + org_code("MJ" if kind == "s" else "MA", serial)
    s = 0
    for c, w in zip(c17, W17):
        s += VAL31[c] * w
    return c17 + ALPHA31[(31 - s % 31) % 31]


def credit_code_ok(code):
    if len(code) != 18 or any(c not in VAL31 for c in code):
        return False
    return (sum(VAL31[c] * w for c, w in zip(code, W17)) + VAL31[code[17]]) % 31 == 0


def ulid(ms, rand80):
    n = (ms << 80) | rand80
    return "".join([CROCK[(n >> sh) & 31] for sh in range(125, -1, -5)])


class Gen:
    def __init__(self, a):
        self.a = a
        self.rng = random.Random(a.seed)
        self.R = self.rng.random
        self.serial = 0
        self.chain = None
        self.cohouse = [None] * a.groups      # last record of each group: one premises, two licences
        self.day_cache = {}
        self.stats = {"records": 0, "entities": 0, "rows": 0, "dups": 0, "edits": 0,
                      "conflicts": 0, "chain_siblings": 0, "same_premises": 0}
        R = self.R
        self.surveyors = [[self.person() for _ in range(12)] for _ in range(a.groups)]

    def pick(self, seq):
        return seq[int(self.R() * len(seq))]

    def person(self):
        """Nobody is named: a surname and 某."""
        return self.pick(SURNAMES) + "某"

    def phone(self):
        return self.pick(("138", "139", "136", "135", "151", "158", "177", "189", "199")) + \
            "%08d" % int(self.R() * 1e8)

    def when(self, sec):
        day, rest = divmod(sec, 86400)
        d = self.day_cache.get(day)
        if d is None:
            d = self.day_cache[day] = "%04d-%02d-%02d" % time.gmtime(day * 86400)[:3]
        return "%s %02d:%02d:%02d" % (d, rest // 3600, rest // 60 % 60, rest % 60)

    def record(self, g, sec):
        """One new enterprise registered by group g at local second sec."""
        R, pick = self.R, self.pick
        self.serial += 1
        ng = self.a.groups
        st = g % 8 if ng >= 8 else g + ng * int(R() * (-(-(8 - g) // ng)))
        trade = pick(TRADE_W)
        word, indus, _, kind = trade
        sib = self.chain if self.chain is not None and R() < 0.04 else None
        if sib is not None and sib[0] == kind:
            # a sister shop: same brand, trade, owner, phone; another place and another code
            _, base, word, indus, rep, phone, n = sib
            n += 1
            name = base + ("第%d分公司" % n if kind == "c" else "(%s%s店)" % (pick(ROADS[st])[:2], "一二三四五六七八九"[n % 9])
                           if kind == "i" else "第%d分园" % n)
            self.chain = (kind, base, word, indus, rep, phone, n)
            self.stats["chain_siblings"] += 1
        else:
            brand = pick(BRAND1) + pick(BRAND2)
            if R() < 0.35:
                brand += pick(BRAND3)
            if kind == "c":
                r = R()
                pre = "西宁" if r < .42 else "青海" if r < .80 else "西宁市城中区" if r < .88 else "青海省" if r < .94 else ""
                r = R()
                suf = "有限公司" if r < .78 else "有限责任公司" if r < .93 else "股份有限公司" if r < .96 else "合伙企业(有限合伙)"
                name = pre + brand + word + suf
            elif kind == "i":
                r = R()
                if r < .30:
                    brand = ("老" if R() < .3 else "") + pick(SURNAMES) + (pick(BRAND3) if R() < .6 else "氏")
                r = R()
                pre = "城中区" if r < .55 else "西宁市城中区" if r < .75 else "西宁" if r < .85 else ""
                name = pre + brand + word + SHOP[word]
            else:
                r = R()
                name = ("西宁市城中区" if r < .7 else "青海省") + brand + word
            rep = self.person()
            phone = self.phone() if R() < .93 else ""
            if R() < .02:
                self.chain = (kind, name, word, indus, rep, phone, 0)
        road = pick(ROADS[st])
        no = 1 + int(R() * R() * 400)
        r = R()
        addr = "西宁市城中区" + road + str(no) + "号" if r < .45 else "城中区" + road + str(no) + "号" if r < .8 else road + str(no) + "号"
        r = R()
        if r < .22:
            addr += "%d号楼%d单元%d%02d室" % (1 + int(R() * 20), 1 + int(R() * 4), 1 + int(R() * 24), 1 + int(R() * 4))
        elif r < .40:
            addr += pick(ESTATES) + "%d-%d" % (1 + int(R() * 40), 1 + int(R() * 30))
        elif r < .60:
            addr += "附%d号" % (1 + int(R() * 30))
        if kind == "i":
            staff = 1 + int(R() * R() * 9)
            regtype = "410"
        else:
            staff = 1 + int((R() ** 4) * 480)
            regtype = pick(CTYPE_W) if kind == "c" else "700"
        party = 0
        if R() < (.06 if kind == "i" else .35):
            party = min(staff, 1 + int(R() * R() * R() * 12))
        porg = "" if party == 0 else "单独组建" if party >= 3 else pick(PORGS[1:])
        r = R()
        revenue = "" if r < .08 else "%.2f" % (staff * (3 + R() * 60))
        row = [None] * len(COLUMNS)
        row[RID] = ulid((DAY0 + sec) * 1000 + int(R() * 1000), self.rng.getrandbits(80))
        row[CODE] = credit_code(kind, self.serial) if R() < (.88 if kind == "i" else .99) else ""
        row[NAME] = name
        row[STREET] = STREETS[st]
        row[COMM] = pick(COMMUNITIES[st])
        row[ADDR] = addr
        row[INDUS] = indus
        row[REGTYPE] = regtype
        row[STATUS] = pick(STATUS_W)
        row[OPENED] = "%04d-%02d-%02d" % (2024 - int(R() * R() * 30), 1 + int(R() * 12), 1 + int(R() * 28))
        row[STAFF] = str(staff)
        row[PARTY] = str(party)
        row[REP] = rep
        row[PHONE] = phone
        row[REVENUE] = revenue
        row[LON] = "%.6f" % (101.740 + .012 * st + R() * .03)
        row[LAT] = "%.6f" % (36.628 - .014 * st - R() * .02)
        row[PORG] = porg
        row[UNION] = "是" if staff >= 25 and R() < .8 else "否"
        row[GROUP] = str(g + 1)
        row[SURVEYOR] = pick(self.surveyors[g])
        row[VERIFY] = pick(VERIFY_W)
        row[REV] = "1"
        row[MTIME] = self.when(DAY0 + sec)
        row[NOTE] = pick(NOTES) if R() < .14 else ""
        old = self.cohouse[g]
        if old is not None and R() < .015:
            # one owner, one address, two licences: alike, yet NOT the same enterprise
            for c in (STREET, COMM, ADDR, REP, PHONE, LON, LAT):
                row[c] = old[c]
            self.stats["same_premises"] += 1
        self.cohouse[g] = row
        return row

    def typo(self, s):
        for i, c in enumerate(s):
            if c in HOMOPHONE and self.R() < .6:
                return s[:i] + HOMOPHONE[c] + s[i + 1:], True
        return s, False

    def duplicate(self, src, h, sec):
        """The same enterprise registered once more, by group h, as another surveyor heard it."""
        R, pick, x = self.R, self.pick, self.a.noise
        row = list(src)
        kinds = []
        row[RID] = ulid((DAY0 + sec) * 1000 + int(R() * 1000), self.rng.getrandbits(80))
        row[GROUP] = str(h + 1)
        row[SURVEYOR] = pick(self.surveyors[h])
        row[MTIME] = self.when(DAY0 + sec)
        row[REV] = "1"
        row[NOTE] = ""
        row[VERIFY] = "待核实"
        r = R()
        if row[CODE]:
            if r < .35 * x:
                row[CODE] = ""
                kinds.append("code_missing")
            elif r < .35 * x + .13 * x:
                i = 8 + int(R() * 9)
                c = row[CODE]
                d = ALPHA31[(VAL31[c[i]] + 1 + int(R() * 29)) % 31]
                row[CODE] = c[:i] + d + c[i + 1:]
                kinds.append("code_typo")
            elif r < .55 * x:
                row[CODE] = row[CODE].lower()
                kinds.append("code_case")
        name = row[NAME]
        r = R()
        if r < .22 * x and name.endswith("有限公司") and not name.endswith("股份有限公司"):
            name = name[:-4] + "有限责任公司"
            kinds.append("suffix_long")
        elif r < .22 * x and name.endswith("有限责任公司"):
            name = name[:-6] + "有限公司"
            kinds.append("suffix_short")
        elif r < .36 * x and name.endswith("公司"):
            name = name[:-4] if name.endswith("有限公司") else name
            kinds.append("suffix_dropped")
        if R() < .30 * x:
            for pre in ("西宁市城中区", "青海省", "城中区", "西宁", "青海"):
                if name.startswith(pre):
                    name = ("西宁市" if pre == "西宁" and R() < .5 else "") + name[len(pre):]
                    kinds.append("region_changed")
                    break
        if R() < .18 * x:
            name, hit = self.typo(name)
            if hit:
                kinds.append("name_typo")
        if R() < .15 * x and any(ord(c) < 127 for c in name):
            name = name.translate(FULL)
            kinds.append("name_fullwidth")
        if R() < .06 * x:
            i = 2 + int(R() * max(1, len(name) - 3))
            name = name[:i] + " " + name[i:]
            kinds.append("name_space")
        row[NAME] = name
        addr = row[ADDR]
        r = R()
        if r < .20 * x:
            addr = addr.replace("西宁市", "").replace("城中区", "")
            kinds.append("addr_region")
        elif r < .28 * x:
            addr = addr.translate(FULL)
            kinds.append("addr_fullwidth")
        elif r < .40 * x:
            addr = addr.replace("号楼", "-").replace("单元", "-").replace("室", "").replace("附", "-").rstrip("号")
            kinds.append("addr_style")
        elif r < .48 * x:
            i = addr.find("号")
            addr = addr[:i + 1] if i > 0 else addr
            kinds.append("addr_cut")
        row[ADDR] = addr
        if R() < .30 * x:
            row[PHONE] = "" if R() < .6 else self.phone()
            kinds.append("phone")
        elif R() < .1 * x and row[PHONE]:
            row[PHONE] = row[PHONE][:3] + " " + row[PHONE][3:7] + " " + row[PHONE][7:]
            kinds.append("phone_spaces")
        if R() < .12 * x:
            t, hit = self.typo(row[REP])
            row[REP] = t if hit else ""
            kinds.append("rep")
        row[STAFF] = str(max(1, int(row[STAFF]) + int(R() * 5) - 2))
        row[PARTY] = str(min(int(row[STAFF]), int(row[PARTY])))
        if R() < .5:
            row[REVENUE] = ""
        row[LON] = "%.6f" % (float(row[LON]) + (R() - .5) * .0006)
        row[LAT] = "%.6f" % (float(row[LAT]) + (R() - .5) * .0006)
        if h != int(src[GROUP]) - 1 and R() < .4:
            st = h % len(STREETS)
            row[STREET] = STREETS[st]
            row[COMM] = pick(COMMUNITIES[st])
            kinds.append("street")
        return row, kinds

    EDITABLE = (STATUS, STAFF, PARTY, PHONE, REVENUE, VERIFY, REP, ADDR, NOTE)

    def new_value(self, row, col):
        R, pick = self.R, self.pick
        old = row[col]
        for _ in range(8):
            if col == STATUS:
                v = pick(STATUS_W)
            elif col == STAFF:
                v = str(max(1, int(old) + 1 + int(R() * 6)))
            elif col == PARTY:
                v = str(int(old) + 1) if int(old) < int(row[STAFF]) else str(max(0, int(old) - 1))
            elif col == PHONE:
                v = self.phone()
            elif col == REVENUE:
                v = "%.2f" % (int(row[STAFF]) * (3 + R() * 60))
            elif col == VERIFY:
                v = pick(VERIFY_W)
            elif col == REP:
                v = self.person()
            elif col == ADDR:
                v = old + "附%d号" % (31 + int(R() * 60))
            else:
                v = pick(NOTES)
            if v != old:
                return v
        return old + "*"

    def edit(self, src, h, fields, sec):
        row = list(src)
        changed = []
        for col in fields:
            v = self.new_value(row, col)
            changed.append((col, row[col], v))
            row[col] = v
        row[REV] = str(int(row[REV]) + 1)
        row[MTIME] = self.when(DAY0 + sec)
        row[SURVEYOR] = self.pick(self.surveyors[h])
        return row, changed

    def pick_fields(self, n):
        out = []
        while len(out) < n:
            c = self.pick(self.EDITABLE)
            if c not in out:
                out.append(c)
        return out

    def run(self):
        a, R = self.a, self.R
        os.makedirs(a.out, exist_ok=True)
        enc = "utf-8-sig" if a.bom and a.encoding == "utf-8" else a.encoding
        eol = "\r\n" if a.eol == "crlf" else "\n"

        def opener(name, e=enc):
            f = open(os.path.join(a.out, name), "w", encoding=e, newline="", buffering=1 << 20)
            return f, csv.writer(f, lineterminator=eol if name.startswith("ledger") else "\n").writerow
        files, write = [], []
        for g in range(a.groups):
            f, w = opener("ledger-%d.csv" % (g + 1))
            files.append(f)
            write.append(w)
            w(COLUMNS)
        fd, wd = opener("truth_dups.csv", "utf-8")
        fe, we = opener("truth_edits.csv", "utf-8")
        fc, wc = opener("truth_conflicts.csv", "utf-8")
        wd(["entity", "record_a", "group_a", "record_b", "group_b", "noise"])
        we(["record", "group", "field", "old", "new"])
        wc(["record", "field", "base", "group_a", "value_a", "group_b", "value_b"])
        per = [0] * a.groups
        pending = [[] for _ in range(a.groups)]      # rows that reach a ledger later
        span = SURVEY_DAYS * 86400
        n_new = a.records - int(a.records * a.overlap)
        n_dup = a.records - n_new
        p_dup = n_dup / n_new if n_new else 0
        step = span / max(1, n_new)
        made_dup = 0
        tick = 0
        st = self.stats
        for i in range(n_new):
            g = int(R() * a.groups)
            # working hours 08:30-18:30, local time
            day, frac = divmod(i * step, 86400)
            sec = int(day * 86400 + 8.5 * 3600 + frac * 10 / 24)
            row = self.record(g, sec)
            st["entities"] += 1
            st["records"] += 1
            r = R()
            if a.groups > 1 and r < a.conflicts:
                h = (g + 1 + int(R() * (a.groups - 1))) % a.groups
                col = self.pick_fields(1)[0]
                if col == PARTY and int(row[STAFF]) < int(row[PARTY]) + 2:
                    col = STAFF                       # room for two different values
                mine, ch1 = self.edit(row, g, [col], sec + 3600 * 30)
                other, ch2 = self.edit(row, h, [col], sec + 3600 * 31 + int(R() * 7000))
                while ch2[0][2] in (ch1[0][2], row[col]):
                    v = self.new_value(mine, col)
                    other[col] = v
                    ch2 = [(col, row[col], v)]
                wc([row[RID], COLUMNS[col], row[col], g + 1, ch1[0][2], h + 1, ch2[0][2]])
                write[g](mine)
                tick += 1
                heapq.heappush(pending[h], (i + int(R() * 3000), tick, other))
                st["conflicts"] += 1
                st["rows"] += 2
                src = mine
            elif a.groups > 1 and r < a.conflicts + a.edits:
                h = (g + 1 + int(R() * (a.groups - 1))) % a.groups
                newer, ch = self.edit(row, h, self.pick_fields(1 + int(R() * 3)), sec + 86400 + int(R() * 86400 * 15))
                for col, old, new in ch:
                    we([row[RID], h + 1, COLUMNS[col], old, new])
                write[g](row)
                tick += 1
                heapq.heappush(pending[h], (i + int(R() * 9000), tick, newer))
                st["edits"] += 1
                st["rows"] += 2
                src = row
            else:
                write[g](row)
                st["rows"] += 1
                src = row
            per[g] += 1
            if made_dup < n_dup and R() < p_dup * 1.02 or n_dup - made_dup >= n_new - i:
                h = (g + 1 + int(R() * (a.groups - 1))) % a.groups if a.groups > 1 and R() < .8 else g
                made_dup += 1
                dup, kinds = self.duplicate(src, h, sec + 7200 + int(R() * 86400 * 20))
                wd([st["entities"], src[RID], g + 1, dup[RID], h + 1, "+".join(kinds)])
                tick += 1
                heapq.heappush(pending[h], (i + int(R() * 20000), tick, dup))
                st["dups"] += 1
                st["records"] += 1
                st["rows"] += 1
            p = pending[g]
            while p and p[0][0] <= i:
                write[g](heapq.heappop(p)[2])
            if not a.quiet and i % 200000 == 199999:
                print("%d records" % (i + 1), file=sys.stderr)
        for g in range(a.groups):
            while pending[g]:
                write[g](heapq.heappop(pending[g])[2])
        for f in files + [fd, fe, fc]:
            f.close()
        man = {"arguments": {k: v for k, v in vars(a).items() if k not in ("out", "quiet")},
               "columns": COLUMNS, "counts": st, "files": {}}
        for name in ["ledger-%d.csv" % (g + 1) for g in range(a.groups)] + \
                ["truth_dups.csv", "truth_edits.csv", "truth_conflicts.csv"]:
            p = os.path.join(a.out, name)
            hsh = hashlib.sha256()
            with open(p, "rb") as f:
                for blk in iter(lambda: f.read(1 << 20), b""):
                    hsh.update(blk)
            man["files"][name] = {"bytes": os.path.getsize(p), "sha256": hsh.hexdigest()}
        with open(os.path.join(a.out, "manifest.json"), "w", encoding="utf-8") as f:
            json.dump(man, f, ensure_ascii=False, indent=1, sort_keys=True)
            f.write("\n")
        return st


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--groups", type=int, default=8)
    ap.add_argument("--records", type=int, required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--out", required=True)
    ap.add_argument("--overlap", type=float, default=.03)
    ap.add_argument("--edits", type=float, default=.05)
    ap.add_argument("--conflicts", type=float, default=.005)
    ap.add_argument("--noise", type=float, default=1)
    ap.add_argument("--encoding", choices=["utf-8", "gb18030"], default="utf-8")
    ap.add_argument("--bom", action="store_true")
    ap.add_argument("--eol", choices=["lf", "crlf"], default="lf")
    ap.add_argument("--quiet", action="store_true")
    a = ap.parse_args()
    if a.groups < 1 or a.records < 0 or not 0 <= a.overlap <= .5:
        ap.error("need groups >= 1, records >= 0, 0 <= overlap <= 0.5")
    if not 0 <= a.noise <= 2:
        ap.error("noise must lie in 0..2")
    # the two kinds of shared records are drawn from one random number
    if a.edits < 0 or a.conflicts < 0 or a.edits + a.conflicts > 1:
        ap.error("edits + conflicts must lie in 0..1")
    st = Gen(a).run()
    if not a.quiet:
        print(json.dumps(st), file=sys.stderr)


if __name__ == "__main__":
    main()
